using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip;

/// <summary>What the host opens to the plane; what is not given cannot be had.</summary>
public sealed record PlaneDoors
{
    /// <summary>Fetches audio files to play, from where strangers' URLs say.</summary>
    public AudioDoor? Audio { get; init; }

    /// <summary>Opens the WebSockets of streams.</summary>
    public StreamDoor? Streams { get; init; }

    /// <summary>Whose phones may register, and where they are.</summary>
    public ISubscribers? Subscribers { get; init; }

    /// <summary>Whose the calls are that come in; without it no project is limited.</summary>
    public IInboundProjects? InboundProjects { get; init; }
}
