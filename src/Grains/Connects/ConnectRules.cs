using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Connects;

/// <summary>What a connect's record is.</summary>
internal sealed class ConnectRules(string spaceId)
    : MachineRules<ConnectRecord, ConnectState, ConnectEffect>(RecordJson.Default.ConnectRecord)
{
    public override ConnectState StateOf(ConnectRecord record) => record.State;

    public override ConnectRecord With(ConnectRecord record, ConnectState state, DateTimeOffset at) => record with
    {
        State = state,
        EndedAt = record.EndedAt ?? (state is ConnectOver ? at : null),
    };

    public override Alarm? PendingOf(ConnectState state) => state.Pending;
    public override ListRow RowOf(string id, ConnectRecord record) => record.RowOf(id);
    public override string? NodeOf(ConnectRecord record) => null;
    /// <summary>Not while a winner out of a queue waits for its next caller: nothing was asked of anybody.</summary>
    public override bool Insists(ConnectState state) => state is AnsweringCaller or Bridging { Alarm.Kind: TimerKind.Bridging };
    public override bool IsOver(ConnectState state) => state is ConnectOver;

    public override bool IsDone(ConnectState state) =>
        state is ConnectOver && state.Legs.All(leg => leg.Standing is LegStanding.Planned || leg.Told);

    public override TimelineEntry Entry(string id, ConnectRecord record, DateTimeOffset at, TimelineEvent fact) => new(0, at, null, id, fact);

    public override (ConnectRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, ConnectRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => ConnectWebhooks.Of(spaceId, id, record, at, facts);

    public override Step<ConnectState, ConnectEffect> AlarmRings(ConnectRecord record, DateTimeOffset at) =>
        ConnectMachine.Step(ConnectTerms.Of(record.Plan), record.State, new AlarmRang(at));

    public override Step<ConnectState, ConnectEffect> Restored(ConnectRecord record, DateTimeOffset at)
    {
        var restored = ConnectMachine.Restore(record.State, at);
        return (record.Plan.Ringback.IsEmpty, restored.State is Hunting) switch
        {
            (true, _) => restored,
            (_, true) => restored.Do(new StartRingback()),
            _ => restored.Do(new StopRingback()),
        };
    }
}
