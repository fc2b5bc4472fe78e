namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>What an engine is given to play: a wave so many times, or nothing for so long.</summary>
/// <param name="Length">Of all of it.</param>
/// <param name="Wave">A WAV file; null: silence.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record Sound(TimeSpan Length, byte[]? Wave = null, int Times = 1, string? Problem = null)
{
    /// <summary>It is to end before its last wave does.</summary>
    public bool IsCut => Wave is not null && Times * WaveFile.LengthOf(Wave) > Length;

    public static Sound Of(byte[] wave) => new(WaveFile.LengthOf(wave), wave);

    public static Sound Failed(string problem) => new(default, Problem: problem);

    /// <summary>What is left of it once so much was heard: the rest of the wave that was being heard, and the waves behind it.</summary>
    public IEnumerable<Sound> After(TimeSpan heard)
    {
        var left = Length - heard;
        if (left <= TimeSpan.Zero) yield break;
        if (Wave is null)
        {
            yield return this with { Length = left };
            yield break;
        }

        var once = WaveFile.LengthOf(Wave);
        var whole = (int)(heard / once);
        var rest = once - (heard - (whole * once));
        yield return new Sound(rest < left ? rest : left, WaveFile.From(Wave, once - rest));
        if (rest < left) yield return this with { Length = left - rest, Times = Times - whole - 1 };
    }
}
