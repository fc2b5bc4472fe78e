using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>What <c>calling.call.queue</c> tells of a call that waits.</summary>
/// <param name="Position">From 1; 0 once he is dequeued.</param>
/// <param name="Size">How many wait after what is told.</param>
/// <param name="AverageSeconds">How long those waited who were bridged last.</param>
/// <param name="Dequeued">Null: he was not.</param>
/// <param name="Left">Null: he has not left.</param>
public sealed record QueueFacts(
    QueueStatus Status,
    string Id,
    string Name,
    int Position,
    int Size,
    int AverageSeconds,
    DateTimeOffset Enqueued,
    DateTimeOffset? Dequeued,
    DateTimeOffset? Left,
    CallbackUrl StatusUrl,
    string ControlId,
    string CallId,
    string NodeId);
