namespace Orchestrator.Grains.Queues;

/// <summary>What is stored of a queue.</summary>
public sealed record QueueRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required string ProjectId { get; init; }
    public required string Name { get; init; }
    public required QueueState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
