using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Calls;

/// <summary>What a leg's record is.</summary>
internal sealed class CallRules(string spaceId) : MachineRules<CallRecord, LegState, LegEffect>(RecordJson.Default.CallRecord)
{
    public override LegState StateOf(CallRecord record) => record.State;
    public override CallRecord With(CallRecord record, LegState state, DateTimeOffset at) => record with { State = state };
    public override Alarm? PendingOf(LegState state) => state.Pending;

    // A leg that has asked is its connect's to decide, which has a deadline of its own. That it was joined is not written down, and
    // nobody need ask for it a minute later.
    public override DateTimeOffset? DeadlineOf(LegState state) => state is Ready s
        ? s.Alarm.Due + LegTerms.DefaultCallLimit
        : base.DeadlineOf(state);

    public override ListRow RowOf(string id, CallRecord record) => CallRecords.RowOf(id, record);
    public override string? NodeOf(CallRecord record) => record.NodeId;
    public override bool IsOver(LegState state) => state is LegOver;
    public override bool IsDone(LegState state) => state is LegOver { Dead: true };

    public override TimelineEntry Entry(string id, CallRecord record, DateTimeOffset at, TimelineEvent fact) =>
        new(0, at, id, record.ConnectId, fact);

    public override (CallRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, CallRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => LegWebhooks.Of(spaceId, id, record, at, facts);

    public override Step<LegState, LegEffect> AlarmRings(CallRecord record, DateTimeOffset at) =>
        LegMachine.Step(record.Terms, record.State, new AlarmRang(at));

    public override Step<LegState, LegEffect> Restored(CallRecord record, DateTimeOffset at) =>
        LegMachine.Restore(record.Terms, record.State, at);
}
