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

    public override DateTimeOffset? DeadlineOf(CallRecord record) =>
        record is { State: LiveLeg, ConnectDoubtfulSince: { } since } ? since + LegTerms.DoubtTime : base.DeadlineOf(record);

    public override ListRow RowOf(string id, CallRecord record) => CallRecords.RowOf(id, record);
    public override string? NodeOf(CallRecord record) => record.NodeId;
    public override bool Insists(LegState state) => false; // a phone may ring for as long as it likes
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
