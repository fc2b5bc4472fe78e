using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Queues;

/// <summary>
/// One <c>enter_queue</c>: a call's waiting in a queue, and the bridge that comes of it; its key is the wait's id. It alone decides whether
/// the caller is still to be had. Every method may be called again with the same arguments and does no harm.
/// </summary>
[Alias("orchestrator.IWaitGrain")]
public interface IWaitGrain : IGrainWithStringKey
{
    /// <summary>Caller's leg → wait: begin. Returns once that is committed.</summary>
    [Alias("Begin")]
    Task Begin(BeginWait request);

    /// <summary>The wait to itself: where the queue has put the caller; position 0: nowhere.</summary>
    [Alias("Placed")]
    Task Placed(QueuePlace place);

    /// <summary>The wait to itself: the caller is out of the line.</summary>
    [Alias("OutOfLine")]
    Task OutOfLine(QueuePlace place);

    /// <summary>Queue → wait: this leg takes you.</summary>
    /// <param name="place">Where he stands; the queue's own answer to him may be on its way yet.</param>
    /// <returns>False: the caller is not to be had any more.</returns>
    [Alias("Take")]
    Task<bool> Take(string legId, QueuePlace place);

    /// <summary>Taker's leg or queue → wait: that leg is gone, or did not want you.</summary>
    /// <returns>False: the caller is not to be had any more.</returns>
    [Alias("TakerGone")]
    Task<bool> TakerGone(string legId);

    /// <summary>Taker's leg → wait: you are bridged.</summary>
    [Alias("Bridged")]
    Task Bridged(string legId);

    /// <summary>Script or API → wait: leave the line, or the bridge.</summary>
    [Alias("Leave")]
    Task Leave();

    /// <summary>Caller's leg → wait.</summary>
    /// <returns>False: there is no such wait; it never began, or its retention is over.</returns>
    [Alias("CallerReported")]
    Task<bool> CallerReported(CallerReport report);

    /// <summary>Sweeper → wait: by the store you are overdue. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}

/// <param name="CallId">The call that waits.</param>
/// <param name="NodeId">The node that carries it.</param>
/// <param name="ControlId">Names the operation in its events.</param>
/// <param name="StatusUrl">Where <c>calling.call.queue</c> goes; null: nowhere.</param>
/// <param name="WaitUrl">What the caller hears; null: a ringing tone.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.BeginWait")]
public sealed record BeginWait(
    string ProjectId,
    string CallId,
    string NodeId,
    string From,
    string QueueName,
    string ControlId,
    CallbackUrl? StatusUrl,
    CallbackUrl? WaitUrl,
    TimeSpan WaitTime);
