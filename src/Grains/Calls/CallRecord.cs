using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What is stored of a leg.</summary>
public sealed record CallRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required string ProjectId { get; init; }
    public required LegTerms Terms { get; init; }
    public required LegState State { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The node whose plane carries the leg.</summary>
    public required string NodeId { get; init; }

    /// <summary>B leg: what its connect ordered. Null for the caller's.</summary>
    public LegOrder? Order { get; init; }

    /// <summary>Caller's leg: how the plane brings him up. Null for a B leg.</summary>
    public NewCaller? Caller { get; init; }

    /// <summary>Caller's leg: the connect that runs on it, or its waiting in a queue; null: none.</summary>
    public string? ActiveConnect { get; init; }

    /// <summary>
    /// Caller's leg: when the active connect was asked for, until it is known to have been accepted; then null. Without an active one: when
    /// what served the call gave way to a connect that has not come.
    /// </summary>
    public DateTimeOffset? ConnectDoubtfulSince { get; init; }

    /// <summary>Caller's leg: brought up for one connect, and hung up when that is over.</summary>
    public bool EndsWithConnect { get; init; }

    /// <summary>Caller's leg: its script has said how long it may last. Otherwise each operation on it has the time that it may take.</summary>
    public bool IsLimited { get; init; }

    /// <summary>The request of the API by which somebody was told something last.</summary>
    public string? LastUserEvent { get; init; }

    /// <summary>The connect for which it was brought up.</summary>
    public string? HomeConnect { get; init; }

    /// <summary>The caller's leg: the script that runs on it; null: none.</summary>
    public string? ActiveScript { get; init; }

    /// <summary>What that script is to run, until it is known to have it; then null.</summary>
    public ScriptToServe? ToServe { get; init; }

    /// <summary>The caller's leg was dialed by us, and so.</summary>
    public DialedCall? Dialed { get; init; }

    /// <summary>The caller's leg came in by itself, and so.</summary>
    public IncomingCall? Incoming { get; init; }

    /// <summary>
    /// A queue's leg: the call that was given to it. A caller's: the call with which he is bridged, or is to be, when that came out of a
    /// queue.
    /// </summary>
    public QueuedCall? Waiter { get; init; }

    /// <summary>What the API has done on it beside its script, and is not over.</summary>
    public System.Collections.Immutable.ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>The last of them, until it is known to have begun; then null.</summary>
    public BeginControl? ToBegin { get; init; }

    /// <summary>Number of its latest digit.</summary>
    public long Heard { get; init; }

    /// <summary>The ringback, or what was to be played in a queue, that could not be had last.</summary>
    public string? FailedMusic { get; init; }

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }

    /// <summary>The connect in whose timeline its entries stand.</summary>
    public string? ConnectId => Order?.ConnectId ?? (CallIds.IsConnect(ActiveConnect) ? ActiveConnect : HomeConnect);
}

/// <summary>A call that we began.</summary>
/// <param name="SendDigits">Pressed as soon as it is answered; null: none.</param>
/// <param name="RequestHash">Of the request that asked for it; null: it had no idempotency key.</param>
public sealed record DialedCall(PlannedLeg Leg, string? SendDigits, string? RequestHash = null);

/// <summary>What is to run on a call.</summary>
public sealed record ScriptToServe(ScriptPlace Place)
{
    /// <summary>The scope <c>envs</c>, a JSON object.</summary>
    public string Envs { get; init; } = "{}";

    /// <summary>It begins when the call is answered, not before.</summary>
    public bool WaitsForAnswer { get; init; }

    /// <summary>W3C traceparent of what asked for it; null: it was not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>The request of the API by which it takes the call over; null: none.</summary>
    public string? Request { get; init; }

    /// <summary>The connect or the wait that it takes the call from, which is ended then; null: none.</summary>
    public string? Leaves { get; init; }
}
