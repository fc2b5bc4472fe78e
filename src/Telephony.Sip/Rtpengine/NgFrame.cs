using System.Buffers;
using System.Text;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>A cookie, a space, a dictionary.</summary>
internal static class NgFrame
{
    public static byte[] Write(string cookie, NgDictionary items)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Encoding.ASCII.GetBytes(cookie, buffer);
        buffer.Write(" "u8);
        Bencode.Write(items, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static (string Cookie, NgDictionary Items)? Read(ReadOnlyMemory<byte> frame)
    {
        var space = frame.Span.IndexOf((byte)' ');
        if (space <= 0 || Bencode.Read(frame[(space + 1)..], out _) is not { } items) return null;
        return (Encoding.ASCII.GetString(frame.Span[..space]), items);
    }

    /// <summary>The length of the frame that a stream begins with; <c>null</c> if it is not all there.</summary>
    public static int? Length(ReadOnlyMemory<byte> stream)
    {
        var space = stream.Span.IndexOf((byte)' ');
        return space > 0 && Bencode.Read(stream[(space + 1)..], out var length) is not null ? space + 1 + length : null;
    }
}
