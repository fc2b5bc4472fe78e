using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Scripts;

/// <summary>What a script's record is.</summary>
internal sealed class ScriptRules(string spaceId) : MachineRules<ScriptRecord, ScriptState, ScriptEffect>(ScriptJson.Snapshot.ScriptRecord)
{
    public override ScriptState StateOf(ScriptRecord record) => record.State;

    public override ScriptRecord With(ScriptRecord record, ScriptState state, DateTimeOffset at) => record with
    {
        State = state,
        FirstConnect = record.FirstConnect ?? WishOf(state),
    };

    public override Alarm? PendingOf(ScriptState state) => state.Pending;

    /// <summary>Lists show its call.</summary>
    public override ListRow? RowOf(string id, ScriptRecord record) => null;
    public override string? NodeOf(ScriptRecord record) => null;
    public override bool Insists(ScriptState state) => state is Answering;
    public override bool IsOver(ScriptState state) => state is ScriptOver;
    public override bool IsDone(ScriptState state) => state is ScriptOver;

    public override TimelineEntry Entry(string id, ScriptRecord record, DateTimeOffset at, TimelineEvent fact) =>
        new(0, at, record.CallId, record.ConnectId, fact);

    public override (ScriptRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, ScriptRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts) => ScriptWebhooks.Of(spaceId, id, record, at);

    public override ScriptRecord AlarmRang(ScriptRecord record, ScriptState after, DateTimeOffset at) =>
        record with { Reports = [.. ScriptReports.Between(record.State, after, new ScriptAlarmRang(at))] };

    public override Step<ScriptState, ScriptEffect> AlarmRings(ScriptRecord record, DateTimeOffset at) =>
        ScriptMachine.Step(record.State, new ScriptAlarmRang(at));

    /// <summary>Other scripts may have taken over, and the connects of those before not have been told.</summary>
    public override Step<ScriptState, ScriptEffect> Restored(ScriptRecord record, DateTimeOffset at)
    {
        var missing = ScriptMachine.Restore(record.State);
        return record is { State: not ScriptOver { Outcome: ScriptCallGone } } ? missing.Do([.. record.Left.Select(left => new Forget(left))]) : missing;
    }

    private static long? WishOf(ScriptState state) => (state as Connecting)?.Wish.Id;

    /// <summary>The wish for the connect, or for the queue, that is waited for.</summary>
    public static long? OperationOf(ScriptState state) => WishOf(state) ?? (state as Queueing)?.Wish.Id;
}
