using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Queues;

/// <summary>
/// What a queue's record is. With nobody in it a queue is over, so that one that is not used any more is forgotten with time; it begins
/// anew with whoever comes next. It has no story: what happens to those in it stands in theirs.
/// </summary>
internal sealed class QueueRules() : MachineRules<QueueRecord, QueueState, QueueEffect>(RecordJson.Default.QueueRecord)
{
    public override bool HasStory => false;
    public override QueueState StateOf(QueueRecord record) => record.State;
    public override QueueRecord With(QueueRecord record, QueueState state, DateTimeOffset at) => record with { State = state };
    public override Alarm? PendingOf(QueueState state) => null;

    public override ListRow RowOf(string id, QueueRecord record) =>
        new(id, record.ProjectId, ListKind.Queue, "open", null, record.Name, "", record.CreatedAt, null);

    public override string? NodeOf(QueueRecord record) => null;
    public override bool Insists(QueueState state) => state.Waiters.Any(waiter => waiter.LeasedTo is not null);
    public override bool IsOver(QueueState state) => state.IsEmpty;
    public override bool IsDone(QueueState state) => state.IsEmpty;
    public override TimelineEntry Entry(string id, QueueRecord record, DateTimeOffset at, TimelineEvent fact) => new(0, at, null, null, fact);

    public override (QueueRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, QueueRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => (record, []);

    public override Step<QueueState, QueueEffect> AlarmRings(QueueRecord record, DateTimeOffset at) => Step<QueueState, QueueEffect>.To(record.State);
    public override Step<QueueState, QueueEffect> Restored(QueueRecord record, DateTimeOffset at) => QueueMachine.Restore(record.State);
}
