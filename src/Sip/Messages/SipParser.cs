using System.Text;

namespace Orchestrator.Sip.Messages;

/// <summary>
/// Reads messages (RFC 3261 section 7). Lines end with CRLF and with nothing else: a bare CR or LF that one element takes for a line
/// end and another does not is how headers are smuggled.
/// </summary>
public static class SipParser
{
    /// <summary>Reads a datagram, or a frame of a stream. Bytes behind the body that Content-Length tells are ignored.</summary>
    public static SipParseResult Parse(ReadOnlySpan<byte> bytes, SipLimits? limits = null)
    {
        limits ??= SipLimits.Default;
        var lines = new LineReader(bytes, limits);
        if (lines.Next() is not { Length: > 0 } first) return new(null, SipFault.Malformed("start line"));

        var (message, fault) = StartLine.Parse(first);
        if (message is null) return new(null, fault);

        // Also behind a fault: the answer needs the headers.
        var inHeaders = ReadHeaders(ref lines, message.Headers, limits);
        fault ??= inHeaders;
        fault ??= ReadBody(bytes[lines.Position..], message, limits);
        fault ??= SipCheck.Find(message);
        return new(message, fault);
    }

    private static SipFault? ReadHeaders(ref LineReader lines, SipHeaders headers, SipLimits limits)
    {
        SipFault? fault = null;
        while (true)
        {
            var line = lines.NextFolded(out var folded);
            if (line.IsEmpty) return lines.Fault ?? fault;
            if (headers.Count == limits.HeaderCount) return SipFault.Malformed("too many headers");

            var colon = line.IndexOf((byte)':');
            var name = colon < 0 ? [] : line[..colon].TrimEnd(" \t"u8);
            if (!IsToken(name)) fault ??= SipFault.Malformed("header name");
            else headers.AddReceived(HeaderNames.Canonical(name), Value(line[(colon + 1)..], folded));
        }
    }

    private static SipFault? ReadBody(ReadOnlySpan<byte> rest, SipMessage message, SipLimits limits)
    {
        var length = rest.Length;
        if (message.Headers.Get(HeaderNames.ContentLength) is { } text)
        {
            if (!SipText.TryNumber(text, out var told, int.MaxValue)) return SipFault.Malformed("Content-Length");
            if (told > rest.Length) return SipFault.Malformed("body shorter than Content-Length");
            length = (int)told;
        }
        if (length > limits.Body) return new SipFault(513, SipStatus.Phrase(513));
        message.Body = length == 0 ? default : rest[..length].ToArray();
        return null;
    }

    private static string Value(ReadOnlySpan<byte> bytes, bool folded)
    {
        var text = Encoding.UTF8.GetString(bytes.Trim(" \t"u8));
        return folded ? Unfold(text) : text;
    }

    // A line break with the spaces around it is one space.
    private static string Unfold(string text)
    {
        var value = new StringBuilder(text.Length);
        foreach (var part in text.Split("\r\n"))
        {
            var trimmed = part.Trim(' ', '\t');
            if (trimmed.Length > 0 && value.Length > 0) value.Append(' ');
            value.Append(trimmed);
        }
        return value.ToString();
    }

    private static bool IsToken(ReadOnlySpan<byte> name)
    {
        Span<char> chars = stackalloc char[64];
        if (name.IsEmpty) return false;
        if (name.Length > chars.Length) return SipText.IsToken(Encoding.Latin1.GetString(name));
        return SipText.IsToken(chars[..Encoding.Latin1.GetChars(name, chars)]);
    }
}
