using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Queues;

/// <summary>A request to put a call into a queue.</summary>
/// <param name="WaitId">The wait's id: asked for twice, it is the same wait.</param>
/// <param name="ControlId">Names the operation in its events.</param>
/// <param name="StatusUrl">Where <c>calling.call.queue</c> goes; null: nowhere.</param>
/// <param name="WaitUrl">What the caller hears; null: a ringing tone.</param>
/// <param name="Caller">The caller to bring up, answered; null: the call must exist and be answered.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.EnterQueue")]
public sealed record EnterQueue(
    string ProjectId,
    string WaitId,
    string QueueName,
    string ControlId,
    CallbackUrl? StatusUrl,
    CallbackUrl? WaitUrl,
    TimeSpan WaitTime,
    NewCaller? Caller = null)
{
    /// <summary>The script that asks; null: no script does. While one runs on a call, nobody else puts it into a queue.</summary>
    [Id(8)] public string? ByScript { get; init; }
}

public enum EnterQueueOutcome
{
    /// <summary>He waits, or is about to.</summary>
    Accepted,

    /// <summary>No such call in this project.</summary>
    CallNotFound,

    /// <summary>The call has ended, or is not answered.</summary>
    CallNotUp,

    /// <summary>Something else runs on the call.</summary>
    CallBusy,
}
