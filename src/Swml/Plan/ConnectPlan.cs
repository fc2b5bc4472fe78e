using System.Collections.Immutable;

namespace Orchestrator.Swml.Plan;

/// <summary>
/// What a <c>connect</c> object asks for, whichever of the four strategies it was written in: groups in order, the legs of a
/// group dialed together. Everything inherited is resolved, so the engine reads a leg and never the document.
/// </summary>
public sealed record ConnectPlan
{
    /// <summary>At least one group, each of at least one leg; 32 legs a group and 64 a plan unless configured otherwise.</summary>
    public required ImmutableArray<PlannedGroup> Groups { get; init; }

    /// <summary>Longest time the bridge may last, counted from <c>connected</c>. Property <c>max_duration</c>, seconds; 4 h.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(14400);

    /// <summary>The caller is answered only when a leg has won. Property <c>answer_on_bridge</c>.</summary>
    public bool AnswerOnBridge { get; init; }

    /// <summary>Playables for the caller while legs ring; empty: audio from the far end. Property <c>ringback</c>.</summary>
    public ImmutableArray<string> Ringback { get; init; } = [];

    /// <summary>Where the states of the operation are reported. Property <c>status_url</c>.</summary>
    public CallbackUrl? StatusUrl { get; init; }

    /// <summary>Script to run on the caller when the peer has gone or nobody was reached: the JSON text of a switch object or a cond list.</summary>
    public string? Result { get; init; }

    /// <summary>Script to run on the caller after the bridge: a URL, or the JSON text of a document.</summary>
    public string? TransferAfterBridge { get; init; }
}

/// <summary>Legs that are dialed together; the next group starts when all of these have ended.</summary>
public sealed record PlannedGroup(ImmutableArray<PlannedLeg> Legs);
