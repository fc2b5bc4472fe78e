using System.Buffers;
using System.Text.Json;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Cli.Documents;

/// <summary>What is posted for a file.</summary>
internal static class RequestBody
{
    /// <summary>A request as it stands, byte for byte; of anything else its connect, for a caller who is brought up.</summary>
    /// <exception cref="UserErrorException">There is no connect in the file.</exception>
    public static byte[] Of(DocumentFile file, string from, string to)
    {
        if (file.IsRequest) return file.Text;
        var connect = file.Connect ?? throw new UserErrorException(ExitCodes.Invalid, "No connect in the section main: nothing to run.");
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("call");
            writer.WriteString("from", from);
            writer.WriteString("to", to);
            writer.WriteBoolean("answered", file.AnswersFirst);
            writer.WriteEndObject();
            writer.WritePropertyName("connect");
            SwmlJson.Write(connect, writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
