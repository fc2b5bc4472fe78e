using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Controls;

/// <summary>What the record of a control is. Its story stands in that of its call.</summary>
internal sealed class ControlRules(string spaceId) : MachineRules<ControlRecord, ControlState, ControlEffect>(RecordJson.Default.ControlRecord)
{
    public override ControlState StateOf(ControlRecord record) => record.State;
    public override ControlRecord With(ControlRecord record, ControlState state, DateTimeOffset at) => record with { State = state };
    public override Alarm? PendingOf(ControlState state) => state.Pending;
    public override ListRow? RowOf(string id, ControlRecord record) => null;
    public override string? NodeOf(ControlRecord record) => null;
    public override bool Insists(ControlState state) => false; // a playback may be as long as it likes
    public override bool IsOver(ControlState state) => state is ControlOver;
    public override bool IsDone(ControlState state) => state is ControlOver;

    public override TimelineEntry Entry(string id, ControlRecord record, DateTimeOffset at, TimelineEvent fact) =>
        new(0, at, record.Request.CallId, null, fact);

    public override (ControlRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, ControlRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => ControlWebhooks.Of(spaceId, id, record, at, facts);

    public override Step<ControlState, ControlEffect> AlarmRings(ControlRecord record, DateTimeOffset at) =>
        ControlMachine.Step(record.Request.Order, record.State, new ControlAlarmRang(at));

    public override Step<ControlState, ControlEffect> Restored(ControlRecord record, DateTimeOffset at) => ControlMachine.Restore(record.State);
}
