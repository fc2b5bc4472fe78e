using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Interfaces.Connects;

/// <summary>A connect as people see it: a fold over its timeline.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.ConnectView")]
public sealed record ConnectView
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string CallId { get; init; }
    [Id(2)] public required ConnectStatus State { get; init; }
    [Id(3)] public FailedReason? FailedReason { get; init; }
    [Id(4)] public BridgeEnd? EndedBy { get; init; }

    /// <summary>The call id of the leg that won.</summary>
    [Id(5)] public string? Peer { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    [Id(6)] public required string Verdict { get; init; }

    /// <summary>Sequence of the first entry that is not as it should be; null: none.</summary>
    [Id(7)] public long? FirstAbnormal { get; init; }
    [Id(8)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(9)] public DateTimeOffset? ConnectedAt { get; init; }
    [Id(10)] public DateTimeOffset? EndedAt { get; init; }
    [Id(11)] public required IReadOnlyList<LegView> Legs { get; init; }

    /// <summary>Nothing more is to come: ended, every leg gone from the wire, every webhook settled.</summary>
    [Id(12)] public bool Complete { get; init; }
}

/// <summary>A B leg of a connect.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.LegView")]
public sealed record LegView
{
    [Id(0)] public required string CallId { get; init; }
    [Id(1)] public required int Leg { get; init; }
    [Id(2)] public required int Group { get; init; }
    [Id(3)] public required string Kind { get; init; }
    [Id(4)] public required string From { get; init; }
    [Id(5)] public required string To { get; init; }
    [Id(6)] public required CallState State { get; init; }
    [Id(7)] public EndReason? EndReason { get; init; }
    [Id(8)] public int? SipStatus { get; init; }
    [Id(9)] public bool Won { get; init; }
    [Id(10)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(11)] public DateTimeOffset? RingingAt { get; init; }
    [Id(12)] public DateTimeOffset? AnsweredAt { get; init; }
    [Id(13)] public DateTimeOffset? EndedAt { get; init; }
}
