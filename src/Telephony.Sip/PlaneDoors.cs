using Orchestrator.Telephony.Sip.Media.Sounds;

namespace Orchestrator.Telephony.Sip;

/// <summary>Ways out of the plane that lead where strangers' URLs say; what is not given cannot be had.</summary>
public sealed record PlaneDoors
{
    /// <summary>Fetches audio files to play.</summary>
    public AudioDoor? Audio { get; init; }
}
