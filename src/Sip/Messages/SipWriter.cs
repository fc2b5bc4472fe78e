using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.Sip.Messages;

/// <summary>Writes messages. Content-Length is always that of the body, and the last header.</summary>
public static class SipWriter
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? scratch;

    public static byte[] ToBytes(SipMessage message)
    {
        var buffer = scratch ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="ArgumentException">A line would hold CR or LF: nothing is written beyond it.</exception>
    public static void Write(SipMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        if (message is SipRequest request)
        {
            Text(output, request.Method);
            output.Write(" "u8);
            Text(output, SipText.Safe(request.Uri.ToString(), "Request-URI"));
            output.Write(" SIP/2.0\r\n"u8);
        }
        else if (message is SipResponse response)
        {
            output.Write("SIP/2.0 "u8);
            Number(output, response.Status);
            output.Write(" "u8);
            Text(output, response.ReasonPhrase);
            output.Write("\r\n"u8);
        }

        for (var i = 0; i < message.Headers.Count; i++)
        {
            var (name, value) = message.Headers[i];
            if (ReferenceEquals(name, HeaderNames.ContentLength) || name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)) continue;
            if (value.AsSpan().ContainsAny('\r', '\n')) throw new ArgumentException($"{name} holds CR or LF.", nameof(message));
            Text(output, name);
            output.Write(": "u8);
            Text(output, value);
            output.Write("\r\n"u8);
        }
        output.Write("Content-Length: "u8);
        Number(output, message.Body.Length);
        output.Write("\r\n\r\n"u8);
        output.Write(message.Body.Span);
    }

    private static void Text(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void Number(IBufferWriter<byte> output, int number)
    {
        var span = output.GetSpan(11);
        number.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
