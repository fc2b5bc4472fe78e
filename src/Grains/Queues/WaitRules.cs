using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Queues;

/// <summary>What a wait's record is. Its story stands in that of its call.</summary>
internal sealed class WaitRules(string spaceId) : MachineRules<WaitRecord, WaitState, WaitEffect>(RecordJson.Default.WaitRecord)
{
    public override WaitState StateOf(WaitRecord record) => record.State;
    public override WaitRecord With(WaitRecord record, WaitState state, DateTimeOffset at) => record with { State = state };
    public override Alarm? PendingOf(WaitState state) => state.Pending;
    public override ListRow? RowOf(string id, WaitRecord record) => null;
    public override string? NodeOf(WaitRecord record) => null;
    public override bool Insists(WaitState state) => state is Entering or Taken or InBridge { LineKnows: false };
    public override bool IsOver(WaitState state) => state is WaitOver;
    public override bool IsDone(WaitState state) => state is WaitOver { LineKnows: true };

    public override TimelineEntry Entry(string id, WaitRecord record, DateTimeOffset at, TimelineEvent fact) =>
        new(0, at, record.Request.CallId, null, fact);

    public override (WaitRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, WaitRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => WaitWebhooks.Of(spaceId, id, record, at, facts);

    public override Step<WaitState, WaitEffect> AlarmRings(WaitRecord record, DateTimeOffset at) =>
        WaitMachine.Step(record.Request.WaitTime, record.State, new WaitAlarmRang(at));

    public override Step<WaitState, WaitEffect> Restored(WaitRecord record, DateTimeOffset at) => WaitMachine.Restore(record.State, at);
}
