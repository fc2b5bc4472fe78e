using System.Text;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Transports;

public enum FrameKind
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>CRLFCRLF: the far end asks whether we live (RFC 5626 section 4.4.1).</summary>
    Ping,

    /// <summary>A CRLF between messages, or the answer to a ping.</summary>
    Blank,

    Message,

    /// <summary>Nobody can say where the message ends: the connection is of no use any more.</summary>
    Broken,
}

/// <summary>Where messages end in a stream (RFC 3261 section 18.3): the empty line, and then as many bytes as Content-Length says.</summary>
public static class StreamFraming
{
    /// <summary>What stands at the beginning of the buffer, and how many bytes of it that is.</summary>
    public static (FrameKind Kind, int Length) Next(ReadOnlySpan<byte> buffer, SipLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (buffer.IsEmpty) return (FrameKind.Incomplete, 0);
        if (buffer[0] == '\r') return Blank(buffer);

        var endOfHead = buffer.IndexOf("\r\n\r\n"u8);
        if (endOfHead < 0) return (buffer.Length > limits.Head ? FrameKind.Broken : FrameKind.Incomplete, 0);
        if (endOfHead > limits.Head || ContentLength(buffer[..(endOfHead + 2)]) is not { } body || body > limits.Body) return (FrameKind.Broken, 0);
        var length = endOfHead + 4 + body;
        return buffer.Length < length ? (FrameKind.Incomplete, 0) : (FrameKind.Message, length);
    }

    internal static bool IsKeepAlive(ReadOnlySpan<byte> datagram) => datagram.IndexOfAnyExcept("\r\n\0"u8) < 0;

    private static (FrameKind, int) Blank(ReadOnlySpan<byte> buffer)
    {
        if (buffer.StartsWith("\r\n\r\n"u8)) return (FrameKind.Ping, 4);
        // Whether a CRLF is half of a ping shows when more comes.
        if ("\r\n\r"u8.StartsWith(buffer)) return (FrameKind.Incomplete, 0);
        return buffer.StartsWith("\r\n"u8) ? (FrameKind.Blank, 2) : (FrameKind.Broken, 0);
    }

    // Missing or told twice with different lengths: no end can be known.
    private static int? ContentLength(ReadOnlySpan<byte> head)
    {
        int? found = null;
        while (!head.IsEmpty)
        {
            var end = head.IndexOf("\r\n"u8);
            var line = head[..end];
            head = head[(end + 2)..];
            var colon = line.IndexOf((byte)':');
            if (colon < 0) continue;
            var name = line[..colon].TrimEnd(" \t"u8);
            if (!Ascii.EqualsIgnoreCase(name, "Content-Length"u8) && !Ascii.EqualsIgnoreCase(name, "l"u8)) continue;
            if (!TryNumber(line[(colon + 1)..].Trim(" \t"u8), out var length) || (found is { } other && other != length)) return null;
            found = length;
        }
        return found;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        if (digits.Length is 0 or > 9) return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + digit - '0';
        }
        return true;
    }
}
