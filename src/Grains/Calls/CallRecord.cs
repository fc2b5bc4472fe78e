using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

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

    /// <summary>Caller's leg: when the active connect was asked for, until it is known to have been accepted; then null.</summary>
    public DateTimeOffset? ConnectDoubtfulSince { get; init; }

    /// <summary>Caller's leg: brought up for one connect, and hung up when that is over.</summary>
    public bool EndsWithConnect { get; init; }

    /// <summary>
    /// A queue's leg: the call that was given to it. A caller's: the call with which he is bridged, or is to be, when that came out of a
    /// queue.
    /// </summary>
    public QueuedCall? Waiter { get; init; }

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }

    /// <summary>The connect in whose timeline its entries stand.</summary>
    public string? ConnectId => Order?.ConnectId ?? (CallIds.IsConnect(ActiveConnect) ? ActiveConnect : null);
}
