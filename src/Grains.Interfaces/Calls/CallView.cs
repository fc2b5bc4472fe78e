namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>A leg as people see it: a fold over its timeline.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.CallView")]
public sealed record CallView
{
    [Id(0)] public required string Id { get; init; }

    /// <summary>The connect that dialed it, or the last one that ran on it.</summary>
    [Id(1)] public string? ConnectId { get; init; }
    [Id(2)] public required CallDirection Direction { get; init; }
    [Id(3)] public required CallState State { get; init; }
    [Id(4)] public EndReason? EndReason { get; init; }
    [Id(5)] public required string From { get; init; }
    [Id(6)] public required string To { get; init; }
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(8)] public DateTimeOffset? AnsweredAt { get; init; }
    [Id(9)] public DateTimeOffset? EndedAt { get; init; }
}
