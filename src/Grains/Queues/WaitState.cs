using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Queues;

/// <summary>Where a call's waiting in a queue stands: NotBegun → Entering → Waiting ⇄ Taken → InBridge → WaitOver.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotBegun), "not_begun")]
[JsonDerivedType(typeof(Entering), "entering")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Taken), "taken")]
[JsonDerivedType(typeof(InBridge), "in_bridge")]
[JsonDerivedType(typeof(WaitOver), "over")]
public abstract record WaitState
{
    /// <summary>What the state waits for; null: nothing any more, nothing yet, or the two who talk.</summary>
    [JsonIgnore]
    public Alarm? Pending => this switch
    {
        Entering s => s.Alarm,
        Waiting s => s.Alarm,
        Taken s => s.Alarm,
        _ => null,
    };
}

public sealed record NotBegun : WaitState;

/// <summary>The queue has been asked to let him in.</summary>
public sealed record Entering(Alarm Alarm) : WaitState;

/// <summary>He stands in the line.</summary>
/// <param name="Entry">Where he stood when he entered.</param>
/// <param name="Round">How often he has begun to wait: each time his music begins anew.</param>
/// <param name="Alarm">The end of his <c>wait_time</c>.</param>
public sealed record Waiting(DateTimeOffset Since, QueuePlace Entry, int Round, Alarm Alarm) : WaitState;

/// <summary>Somebody takes him, and the two are to be bridged.</summary>
/// <param name="Until">The end of his <c>wait_time</c>, should he be given back.</param>
/// <param name="Alarm">Then the taker is taken for lost.</param>
public sealed record Taken(DateTimeOffset Since, QueuePlace Entry, int Round, DateTimeOffset Until, string LegId, Alarm Alarm) : WaitState;

/// <param name="Since">When he began to wait.</param>
/// <param name="LineKnows">The queue knows that he is out of the line.</param>
public sealed record InBridge(DateTimeOffset Since, DateTimeOffset At, string LegId, bool LineKnows) : WaitState;

/// <param name="At">When it ended.</param>
/// <param name="BridgedAt">When he was bridged; null: never.</param>
/// <param name="LineKnows">The queue knows that he is out of the line.</param>
/// <param name="LeftTaker">The taker's leg that is to hear that he has gone; null: none took him, or it went first.</param>
/// <param name="Ending">How his own leg ended, for that taker; null: it did not.</param>
public sealed record WaitOver(
    QueueResult Result, DateTimeOffset Since, DateTimeOffset At, DateTimeOffset? BridgedAt, bool LineKnows,
    string? LeftTaker = null, LegEnding? Ending = null) : WaitState
{
    /// <summary>How long he waited, until he was bridged or went.</summary>
    [JsonIgnore]
    public TimeSpan Waited => (BridgedAt ?? At) - Since;
}
