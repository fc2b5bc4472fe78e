using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Expressions;

/// <summary>The values of variables: JSON values that are never changed in place.</summary>
public static class JsonValues
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One kept for longer than it is used is not to hold on to what a huge value needed.</summary>
    private const int LargestScratch = 16 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? scratch;

    public static JsonElement EmptyText { get; } = Text("");

    public static JsonElement EmptyObject { get; } = Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    public static JsonElement Text(string text) => Write(writer => writer.WriteStringValue(text));

    public static JsonElement Number(long number) => Write(writer => writer.WriteNumberValue(number));

    public static JsonElement Of(SwmlNode node) => Write(writer => SwmlJson.Write(node, writer));

    public static JsonElement Object(IEnumerable<KeyValuePair<string, JsonElement>> members) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>The same value, written as this class writes: where it came from, and how it was stored since, does not show.</summary>
    public static JsonElement Canonical(JsonElement value) => Write(value.WriteTo);

    /// <summary>The value in the midst of a text: strings as they are, null as nothing, everything else as JSON.</summary>
    public static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.Object or JsonValueKind.Array => Canonical(value).GetRawText(),
        _ => value.GetRawText(),
    };

    /// <summary>Whether there are more objects and lists inside one another than so many.</summary>
    public static bool IsDeeper(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Object => levels <= 0 || value.EnumerateObject().Any(member => IsDeeper(member.Value, levels - 1)),
        JsonValueKind.Array => levels <= 0 || value.EnumerateArray().Any(item => IsDeeper(item, levels - 1)),
        _ => false,
    };

    /// <summary>What JavaScript holds for true.</summary>
    public static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.String => value.GetString() is { Length: > 0 },
        JsonValueKind.Number => value.GetDouble() != 0,
        _ => true,
    };

    // Names written twice or deeper than the reader's default cannot come from a document; variables may nest deeper.
    private static JsonElement Write(Action<Utf8JsonWriter> write) => Write(write, static json => JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 128 }));

    /// <summary>A value as text.</summary>
    public static string WriteText(Action<Utf8JsonWriter> write) => Write(write, Encoding.UTF8.GetString);

    private static T Write<T>(Action<Utf8JsonWriter> write, Reader<T> read)
    {
        // Taken away while it is used: what writes an object may write its members' values first.
        var (buffer, writer) = scratch ?? NewScratch();
        scratch = null;
        buffer.ResetWrittenCount();
        writer.Reset();
        write(writer);
        writer.Flush();
        var value = read(buffer.WrittenSpan);
        if (buffer.Capacity <= LargestScratch) scratch = (buffer, writer);
        return value;
    }

    private delegate T Reader<out T>(ReadOnlySpan<byte> json);

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) NewScratch()
    {
        var buffer = new ArrayBufferWriter<byte>();
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
