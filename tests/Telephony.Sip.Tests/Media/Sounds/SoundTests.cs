using System.Buffers.Binary;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Sip.Tests.Phones;

namespace Orchestrator.Telephony.Sip.Tests.Media.Sounds;

/// <summary>What is left of a sound, and how loud.</summary>
public class SoundTests
{
    private static readonly byte[] Ring = RingTone.Of("us").Render(); // 6 s

    [Theory]
    [InlineData(1.5, 1, 0, "1.5x1")]
    [InlineData(1.5, 1, 0.5, "1x1")]
    [InlineData(1.5, 1, 1.5, "")]
    [InlineData(1.5, 1, 99, "")]
    public void File_HeardInPart_IsTheRestOfIt(double length, int times, double heard, string left) =>
        Assert.Equal(left, Left(Sound.Of(Tone.Wave(440, length)) with { Times = times }, heard));

    [Theory]
    [InlineData(18, 3, 2, "4x1 12x2")]
    [InlineData(18, 3, 6, "6x1 6x1")]
    [InlineData(18, 3, 13, "5x1")]
    [InlineData(9, 2, 1, "5x1 3x1")]
    [InlineData(9, 2, 7, "2x1")]
    [InlineData(3, 1, 1, "2x1")]
    public void Ring_HeardInPart_IsTheRestOfItsWave_AndThoseBehind(double length, int times, double heard, string left) =>
        Assert.Equal(left, Left(new Sound(TimeSpan.FromSeconds(length), Ring, times), heard));

    [Fact]
    public void Silence_HeardInPart_IsTheRest() => Assert.Equal("1.5x1", Left(new Sound(TimeSpan.FromSeconds(2)), 0.5));

    [Fact]
    public void Rest_BeginsWhereItWasHeld()
    {
        var wave = Tone.Wave(440, 1);
        var rest = WaveFile.From(wave, TimeSpan.FromSeconds(0.25));

        Assert.Equal(wave[(44 + 8000)..], rest[44..]);
        Assert.Equal(rest.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(rest.AsSpan(40)));
    }

    [Theory]
    [InlineData(-6, 0.5)]
    [InlineData(-40, 0.01)]
    [InlineData(6, 2)]
    public void Wave_Scaled_IsSoMuchLouder(double decibels, double times)
    {
        Assert.InRange(Peak(WaveFile.Scaled(Tone.Wave(440, 1), decibels)) / Peak(Tone.Wave(440, 1)), times * 0.97, times * 1.03);
        Assert.InRange(PeakOfMuLaw(WaveFile.Scaled(Ring, decibels)) / PeakOfMuLaw(Ring), times * 0.93, times * 1.07);
    }

    [Fact]
    public void Wave_ThatIsTooLoud_IsClipped() => Assert.Equal(short.MaxValue, Peak(WaveFile.Scaled(Tone.Wave(440, 1), 40)));

    private static string Left(Sound sound, double heard) => string.Join(' ', sound.After(TimeSpan.FromSeconds(heard)).Select(rest => $"{rest.Length.TotalSeconds}x{rest.Times}"));

    private static double Peak(byte[] wave)
    {
        double peak = 0;
        for (var at = 44; at < wave.Length; at += 2) peak = Math.Max(peak, BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(at)));
        return peak;
    }

    private static double PeakOfMuLaw(byte[] wave) => wave.Skip(44).Max(sample => (double)G711.Linear(sample));
}
