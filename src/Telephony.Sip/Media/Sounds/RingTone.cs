using Orchestrator.Telephony.Sip.Media.Streams;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>The ringing tones of countries: frequencies in Hz, seconds of sound and of silence, as ITU-T E.180 lists them.</summary>
internal sealed record RingTone(int First, int Second, double On, double Off)
{
    private const int Rate = 8000;
    private const int Loudness = 4000;

    public double Cadence => On + Off;

    /// <summary>By its two letters; what most of Europe has, for whom it does not matter.</summary>
    public static RingTone Of(string country) => country.ToLowerInvariant() switch
    {
        "us" or "ca" => new(440, 480, 2, 4),
        "gb" or "uk" => new(400, 450, 1, 2),
        "fr" => new(440, 0, 1.5, 3.5),
        "es" => new(425, 0, 1.5, 3),
        _ => new(425, 0, 1, 4),
    };

    /// <summary>One ring and its pause, in G.711: a byte a sample, so that six seconds fit into a datagram to the engine.</summary>
    public byte[] Render()
    {
        var samples = new byte[(int)(Cadence * Rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            var level = i >= On * Rate ? 0 : Wave(First, i) + (Second > 0 ? Wave(Second, i) : 0);
            samples[i] = G711.MuLaw((int)(level * Loudness));
        }

        return WaveFile.Of(samples, WaveFile.MuLaw, Rate, bytesPerSample: 1);
    }

    private static double Wave(int frequency, int sample) => Math.Sin(2 * Math.PI * frequency * sample / Rate);
}
