using System.Buffers.Binary;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>Samples of one channel in a WAV file.</summary>
internal static class WaveFile
{
    public const short Pcm = 1;
    public const short MuLaw = 7;

    private const int Header = 44;

    public static byte[] Of(ReadOnlySpan<byte> samples, short format, int rate, short bytesPerSample)
    {
        var wave = new byte[Header + samples.Length];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), format);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), rate * bytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), bytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), (short)(bytesPerSample * 8));
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), samples.Length);
        samples.CopyTo(wave.AsSpan(Header));
        return wave;
    }
}
