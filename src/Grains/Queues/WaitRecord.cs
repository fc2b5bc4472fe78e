using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Queues;

/// <summary>What is stored of a call's waiting in a queue.</summary>
public sealed record WaitRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required BeginWait Request { get; init; }
    public required WaitState State { get; init; }

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string QueueId => Interfaces.CallIds.Queue(Request.ProjectId, Request.QueueName);
}
