using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;

namespace Orchestrator.Grains.Queues;

/// <summary>One queue: the interpreter of <see cref="QueueMachine"/>.</summary>
[WithItsSession]
internal sealed class QueueGrain(EngineServices services)
    : MachineGrain<QueueRecord, QueueState, QueueEffect>(services, services.Queues), IQueueGrain
{
    public async Task<QueuePlace> Enter(QueueEntry entry)
    {
        var record = Record ?? Create(entry.ProjectId, entry.QueueName);
        await Happened(record, new WaiterEntered(Now, entry.WaitId, entry.CallId, entry.From));
        return PlaceOf(entry.WaitId);
    }

    public async Task<QueuePlace> Leave(string waitId, bool bridged)
    {
        if (Record is not { } record)
            return new QueuePlace(0, 0, 0);
        var position = record.State.PositionOf(waitId);
        await Happened(record, new WaiterWent(Now, waitId, bridged));
        return PlaceOf(waitId) with { Position = position };
    }

    public Task GiveBack(string waitId, string legId) => Happened(new WaiterGivenBack(Now, waitId, legId));

    public Task Take(QueueTaker taker) =>
        Happened(Record ?? Create(taker.ProjectId, taker.QueueName), new TakerCame(Now, taker.LegId));

    public Task Withdraw(string legId) => Happened(new TakerWent(Now, legId));

    public Task<QueueView?> View(string projectId) => Task.FromResult(Record is { } record && record.ProjectId == projectId
        ? new QueueView(
            Id, record.Name, record.State.Waiters.Length, record.State.Takers.Length, record.State.AverageSeconds, record.CreatedAt)
        : null);

    public Task<IReadOnlyList<QueueMember>?> Members(string projectId) => Task.FromResult(Record is { } record && record.ProjectId == projectId
        ? (IReadOnlyList<QueueMember>?)[.. record.State.Waiters.Select((waiter, index) => new QueueMember(
            waiter.CallId, waiter.From, index + 1, waiter.LeasedTo is null ? MemberState.Waiting : MemberState.Connecting, waiter.Since))]
        : null);

    public Task Wake() => LookAtTheClock();

    private QueueRecord Create(string projectId, string name) =>
        new() { ProjectId = projectId, Name = name, State = QueueState.Empty, CreatedAt = Now };

    private Task Happened(QueueEvent happened) => Record is { } record ? Happened(record, happened) : Task.CompletedTask;

    private Task Happened(QueueRecord record, QueueEvent happened) =>
        Take(record, QueueMachine.Step(record.State, happened), happened.At);

    private QueuePlace PlaceOf(string waitId) => Record is { State: var state }
        ? new QueuePlace(state.PositionOf(waitId), state.Waiters.Length, state.AverageSeconds)
        : new QueuePlace(0, 0, 0);

    private protected override void CarryOut(QueueEffect effect)
    {
        switch (effect)
        {
            case OfferWaiter e:
                ToWait(e.WaitId, e.LegId, wait => wait.Take(e.LegId, PlaceOf(e.WaitId)));
                break;
            case ReclaimWaiter e:
                ToWait(e.WaitId, e.LegId, wait => wait.TakerGone(e.LegId));
                break;
        }
    }

    /// <summary>As long as the lease stands: to one wait in order, to different ones at once. Who is not to be had any more is not in the line.</summary>
    private void ToWait(string waitId, string legId, Func<IWaitGrain, Task<bool>> tell) => Errands.Run(
        waitId,
        nameof(ToWait),
        () => Record?.State.Waiters.Any(waiter => waiter.WaitId == waitId && waiter.LeasedTo == legId) is true,
        async () =>
        {
            if (!await tell(GrainFactory.Of<IWaitGrain>(waitId)))
                await GrainFactory.Of<IQueueGrain>(Id).Leave(waitId, bridged: false);
        });

    private protected override void Measure(QueueRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at)
    {
        // How long the line is, is asked of the queue; what became of those in it, of their waits.
    }
}
