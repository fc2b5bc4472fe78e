namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>Words, and how they are to sound. Wishes: an engine that has no such voice takes the nearest it has.</summary>
internal sealed record SpokenText(string Text, string? Voice, string? Language, string? Gender)
{
    public override string ToString() => nameof(SpokenText);
}

/// <summary>Turns words into sound.</summary>
internal interface ISpeech
{
    /// <returns>A WAV file, or why there is none.</returns>
    Task<FetchedAudio> Speak(SpokenText text, CancellationToken cancellationToken);
}
