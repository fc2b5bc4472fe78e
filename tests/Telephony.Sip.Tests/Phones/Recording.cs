using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>What a phone has heard, in the file that it is still being written to.</summary>
internal static class Recording
{
    private const int Header = 44;
    private const double Seconds = 0.3;

    /// <summary>Whether the last third of a second is that tone.</summary>
    public static bool EndsWith(FileInfo file, int hertz)
    {
        var bytes = ReadShared(file);
        if (bytes.Length < Header) return false;
        var (channels, rate) = (BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(22)), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24)));
        var samples = MemoryMarshal.Cast<byte, short>(bytes.AsSpan(Header, (bytes.Length - Header) & ~1));
        var wanted = (int)(rate * Seconds);
        if (samples.Length < wanted * channels) return false;
        var first = new short[wanted];
        for (var i = 0; i < wanted; i++) first[i] = samples[samples.Length - ((wanted - i) * channels)];
        return Tone.IsIn(first, rate, hertz);
    }

    private static byte[] ReadShared(FileInfo file)
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
