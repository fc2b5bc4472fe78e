using Orchestrator.Telephony.Sip.Media.Sounds;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Tones, made and recognised.</summary>
internal static class Tone
{
    private const int Rate = 16_000;

    /// <summary>A WAV file of one tone.</summary>
    public static byte[] Wave(int hertz, double seconds)
    {
        var samples = new byte[(int)(seconds * Rate) * 2];
        for (var i = 0; i < samples.Length / 2; i++)
            BitConverter.TryWriteBytes(samples.AsSpan(i * 2), (short)(9000 * Math.Sin(2 * Math.PI * hertz * i / Rate)));
        return WaveFile.Of(samples, WaveFile.Pcm, Rate, bytesPerSample: 2);
    }

    /// <summary>Goertzel: whether the tone is most of what there is, and there is something.</summary>
    public static bool IsIn(ReadOnlySpan<short> samples, int rate, int hertz)
    {
        if (samples.Length == 0) return false;
        var factor = 2 * Math.Cos(2 * Math.PI * hertz / rate);
        double one = 0, two = 0, power = 0;
        foreach (var sample in samples)
        {
            (one, two) = (sample + (factor * one) - two, one);
            power += (double)sample * sample;
        }

        var tone = 2 * ((one * one) + (two * two) - (factor * one * two)) / samples.Length;
        return power / samples.Length > 10_000 && tone > power * 0.5;
    }
}
