using System.Buffers.Binary;
using System.Globalization;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>A playable as the engine takes it: a wave of so many times, or so long nothing.</summary>
internal sealed record Sound(TimeSpan Length, byte[]? Wave = null, int Times = 1, string? Problem = null)
{
    private const int Rate = 8000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public static Sound Read(string playable) => playable.Split(':', 2) switch
    {
        ["silence", var seconds] => Seconds(seconds) is { } length ? new Sound(length) : Wrong(playable),
        ["ring", var rest] => Ring(rest) ?? Wrong(playable),
        ["say", _] => Not("say: needs a speech engine, and none is configured"),
        ["http" or "https", _] => Not("files by URL are not played yet"),
        _ => Wrong(playable),
    };

    /// <summary><c>country</c> or <c>seconds:country</c>: one ring and its pause, so often as they fit.</summary>
    private static Sound? Ring(string rest)
    {
        var parts = rest.Split(':');
        if (parts[^1].Length != 2 || parts.Length > 2) return null;
        var (first, second, on, off) = Tone(parts[^1]);
        var cadence = on + off;
        if (parts is [var text, _] && Seconds(text) is null) return null;
        var length = parts is [var seconds, _] ? Seconds(seconds)!.Value : TimeSpan.FromSeconds(cadence);
        var times = Math.Max(1, (int)Math.Ceiling(length.TotalSeconds / cadence));
        return new Sound(length, Render(first, second, on, off), times);
    }

    /// <summary>Frequencies in Hz, seconds of sound and of silence, as ITU-T E.180 lists them; Germany's for whom it does not matter.</summary>
    private static (int First, int Second, double On, double Off) Tone(string country) => country.ToLowerInvariant() switch
    {
        "us" or "ca" => (440, 480, 2, 4),
        "gb" or "uk" => (400, 450, 1, 2),
        "fr" => (440, 0, 1.5, 3.5),
        "it" => (425, 0, 1, 4),
        "es" => (425, 0, 1.5, 3),
        _ => (425, 0, 1, 4),
    };

    /// <summary>G.711, a byte a sample: six seconds fit into a datagram to the engine.</summary>
    private static byte[] Render(int first, int second, double on, double off)
    {
        const int header = 44;
        const short muLaw = 7;
        var samples = (int)((on + off) * Rate);
        var wave = new byte[header + samples];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), muLaw);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), Rate);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 8);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), samples);
        for (var i = 0; i < samples; i++)
        {
            var level = i >= on * Rate ? 0 : Math.Sin(2 * Math.PI * first * i / Rate) + (second > 0 ? Math.Sin(2 * Math.PI * second * i / Rate) : 0);
            wave[header + i] = MuLaw((int)(level * 4000));
        }

        return wave;
    }

    /// <summary>ITU-T G.711.</summary>
    private static byte MuLaw(int sample)
    {
        const int bias = 0x84;
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs(sample), 32_635) + bias;
        var exponent = int.Log2(magnitude) - 7;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static Sound Not(string problem) => new(default, Problem: problem);

    private static Sound Wrong(string playable) => Not($"found a playable of kind '{playable.Split(':')[0]}' that cannot be read");
}
