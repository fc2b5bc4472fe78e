using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>Bencode: <c>3:abc</c>, <c>i-7e</c>, <c>l...e</c>, <c>d...e</c>.</summary>
public static class Bencode
{
    private const int Deepest = 32;

    public static void Write(NgDictionary items, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(output);
        output.Write("d"u8);
        foreach (var (key, value) in items.Items)
        {
            Write(Encoding.UTF8.GetBytes(key), output);
            Write(value, output);
        }
        output.Write("e"u8);
    }

    /// <summary>Reads one dictionary and tells how many bytes it took; <c>null</c> if it is malformed or not all there.</summary>
    public static NgDictionary? Read(ReadOnlyMemory<byte> bytes, out int length)
    {
        length = 0;
        return ReadValue(bytes, ref length, 0) is NgValue.Dictionary dictionary ? dictionary.Items : null;
    }

    private static void Write(NgValue value, IBufferWriter<byte> output)
    {
        switch (value)
        {
            case NgValue.Bytes bytes:
                Write(bytes.Value.Span, output);
                break;
            case NgValue.Number number:
                output.Write("i"u8);
                WriteNumber(number.Value, output);
                output.Write("e"u8);
                break;
            case NgValue.List list:
                output.Write("l"u8);
                foreach (var item in list.Items) Write(item, output);
                output.Write("e"u8);
                break;
            case NgValue.Dictionary dictionary:
                Write(dictionary.Items, output);
                break;
        }
    }

    private static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        WriteNumber(bytes.Length, output);
        output.Write(":"u8);
        output.Write(bytes);
    }

    private static void WriteNumber(long number, IBufferWriter<byte> output)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    private static NgValue? ReadValue(ReadOnlyMemory<byte> bytes, ref int at, int depth)
    {
        if (at >= bytes.Length || depth > Deepest) return null;
        switch (bytes.Span[at])
        {
            case (byte)'i':
                at++;
                return ReadNumber(bytes.Span, ref at, (byte)'e') is { } number ? number : null;
            case (byte)'l':
                return ReadList(bytes, ref at, depth);
            case (byte)'d':
                return ReadDictionary(bytes, ref at, depth);
            default:
                return ReadBytes(bytes, ref at);
        }
    }

    private static NgValue.Bytes? ReadBytes(ReadOnlyMemory<byte> bytes, ref int at)
    {
        if (ReadNumber(bytes.Span, ref at, (byte)':') is not { } length || length < 0 || length > bytes.Length - at) return null;
        at += (int)length;
        return new NgValue.Bytes(bytes.Slice(at - (int)length, (int)length));
    }

    private static NgValue.List? ReadList(ReadOnlyMemory<byte> bytes, ref int at, int depth)
    {
        var items = new List<NgValue>();
        for (at++; at < bytes.Length && bytes.Span[at] != 'e';)
        {
            if (ReadValue(bytes, ref at, depth + 1) is not { } item) return null;
            items.Add(item);
        }
        return at++ < bytes.Length ? new NgValue.List(items) : null;
    }

    private static NgValue.Dictionary? ReadDictionary(ReadOnlyMemory<byte> bytes, ref int at, int depth)
    {
        var items = new NgDictionary();
        for (at++; at < bytes.Length && bytes.Span[at] != 'e';)
        {
            if (ReadBytes(bytes, ref at) is not { } key || ReadValue(bytes, ref at, depth + 1) is not { } item) return null;
            items[key.ToString()] = item;
        }
        return at++ < bytes.Length ? new NgValue.Dictionary(items) : null;
    }

    private static long? ReadNumber(ReadOnlySpan<byte> bytes, ref int at, byte end)
    {
        if (!Utf8Parser.TryParse(bytes[at..], out long number, out var read) || at + read >= bytes.Length || bytes[at + read] != end) return null;
        at += read + 1;
        return number;
    }
}
