using System.Text;

namespace Orchestrator.Sip.Messages;

/// <summary>Finds the part of a body that somebody understands (RFC 5621); the others are left alone.</summary>
public static class Multipart
{
    /// <summary>The body of that media type: the whole one, or the first part of it that has the type; empty if there is none.</summary>
    public static ReadOnlyMemory<byte> Find(SipMessage message, string mediaType)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Body.IsEmpty) return default;
        if (message.ContentType is null || message.ContentType == mediaType) return message.Body;
        return message.ContentType.StartsWith("multipart/", StringComparison.Ordinal) && Boundary(message) is { } boundary
            ? FindPart(message.Body, Encoding.UTF8.GetBytes("--" + boundary), mediaType)
            : default;
    }

    private static string? Boundary(SipMessage message)
    {
        var type = message.Headers.Get(HeaderNames.ContentType)!;
        var at = type.IndexOf(';', StringComparison.Ordinal);
        return at >= 0 && Values.SipParameters.TryParse(type.AsSpan(at), out var parameters) && parameters["boundary"] is { Length: > 0 } boundary
            ? boundary
            : null;
    }

    private static ReadOnlyMemory<byte> FindPart(ReadOnlyMemory<byte> body, byte[] delimiter, string mediaType)
    {
        var start = body.Span.IndexOf(delimiter);
        while (start >= 0)
        {
            var rest = body[(start + delimiter.Length)..];
            if (rest.Span.StartsWith("--"u8)) return default;
            var end = rest.Span.IndexOf(delimiter);
            if (end < 0) return default;
            var part = rest[..end];
            if (TypeOf(part.Span, out var content) == mediaType) return TrimLineEnd(part[content..]);
            start += delimiter.Length + end;
            body = body[start..];
            start = 0;
        }
        return default;
    }

    private static string TypeOf(ReadOnlySpan<byte> part, out int content)
    {
        var head = part.IndexOf("\r\n\r\n"u8);
        content = head < 0 ? part.Length : head + 4;
        foreach (var line in Encoding.UTF8.GetString(head < 0 ? [] : part[..head]).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[..colon].Trim().Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase))
                return line[(colon + 1)..].Split(';')[0].Trim().ToLowerInvariant();
        }
        return "text/plain";
    }

    // The line end before a delimiter belongs to the delimiter.
    private static ReadOnlyMemory<byte> TrimLineEnd(ReadOnlyMemory<byte> content) =>
        content.Span.EndsWith("\r\n"u8) ? content[..^2] : content;
}
