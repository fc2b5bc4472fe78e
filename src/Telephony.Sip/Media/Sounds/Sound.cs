namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>What an engine is given to play: a wave so many times, or nothing for so long.</summary>
/// <param name="Length">Of all of it.</param>
/// <param name="Wave">A WAV file; null: silence.</param>
/// <param name="Problem">Why there is none.</param>
internal sealed record Sound(TimeSpan Length, byte[]? Wave = null, int Times = 1, string? Problem = null)
{
    public static Sound Failed(string problem) => new(default, Problem: problem);
}
