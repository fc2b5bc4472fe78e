namespace Orchestrator.Grains.Interfaces.Queues;

/// <summary>
/// One queue of a project: who waits and who takes, each first come first served; its key is <see cref="CallIds.Queue"/>. It leases a waiter
/// to a taker and keeps both in line until they are bridged: whoever dies in between costs the others nothing. It has no clock; everybody in
/// it has one of his own. Every method may be called again with the same arguments and does no harm.
/// </summary>
[Alias("orchestrator.IQueueGrain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Wait → queue: let this caller in, at the end of the line.</summary>
    /// <returns>Where he stands; position 0: the queue is full.</returns>
    [Alias("Enter")]
    Task<QueuePlace> Enter(QueueEntry entry);

    /// <summary>Wait → queue: this caller has gone, or has been bridged.</summary>
    /// <param name="bridged">Whether he was bridged.</param>
    /// <returns>The position he had, and how many are left; position 0: he was not in the line.</returns>
    [Alias("Leave")]
    Task<QueuePlace> Leave(string waitId, bool bridged);

    /// <summary>Wait → queue: the one to whom this caller was given did not want him, or has gone; he stands where he stood.</summary>
    [Alias("GiveBack")]
    Task GiveBack(string waitId, string legId);

    /// <summary>Taker's leg → queue: give me whoever is first; told by <see cref="Calls.ICallGrain.WaiterCame"/>.</summary>
    [Alias("Take")]
    Task Take(QueueTaker taker);

    /// <summary>Taker's leg → queue: I am gone, or bridged.</summary>
    [Alias("Withdraw")]
    Task Withdraw(string legId);

    /// <returns>Null: there is no such queue in this project.</returns>
    [Alias("View")]
    Task<QueueView?> View(string projectId);

    /// <returns>Those who wait, the first first; null: there is no such queue in this project.</returns>
    [Alias("Members")]
    Task<IReadOnlyList<QueueMember>?> Members(string projectId);

    /// <summary>Sweeper → queue: something may not have been carried out. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}
