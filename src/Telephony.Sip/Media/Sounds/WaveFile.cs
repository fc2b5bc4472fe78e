using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Orchestrator.Telephony.Sip.Media.Streams;

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

    /// <param name="wave">One of ours; and so everywhere here.</param>
    public static TimeSpan LengthOf(byte[] wave) => TimeSpan.FromSeconds((double)(wave.Length - Header) / BytesPerSecond(wave));

    /// <summary>What comes behind so much of it.</summary>
    public static byte[] From(byte[] wave, TimeSpan heard)
    {
        var (size, rate) = (BytesPerSample(wave), Rate(wave));
        var samples = wave.AsSpan(Header);
        return Of(samples[Math.Min(samples.Length, (int)(heard.TotalSeconds * rate) * size)..], Format(wave), rate, size);
    }

    /// <summary>Louder or quieter by so much.</summary>
    public static byte[] Scaled(byte[] wave, double decibels)
    {
        if (decibels == 0) return wave;
        var factor = Math.Pow(10, decibels / 20);
        var scaled = (byte[])wave.Clone();
        var samples = scaled.AsSpan(Header);
        if (Format(wave) == MuLaw)
            foreach (ref var sample in samples) sample = G711.MuLaw(Scale(G711.Linear(sample)));
        else
            foreach (ref var sample in MemoryMarshal.Cast<byte, short>(samples)) sample = Scale(sample);
        return scaled;

        short Scale(short sample) => (short)Math.Clamp(sample * factor, short.MinValue, short.MaxValue);
    }

    private static short Format(byte[] wave) => BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(20));

    private static int Rate(byte[] wave) => BinaryPrimitives.ReadInt32LittleEndian(wave.AsSpan(24));

    private static int BytesPerSecond(byte[] wave) => BinaryPrimitives.ReadInt32LittleEndian(wave.AsSpan(28));

    private static short BytesPerSample(byte[] wave) => BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(32));
}
