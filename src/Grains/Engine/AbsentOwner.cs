using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// Rings the alarm of a record whose grain does not answer: its silo hangs, and the cluster has not declared it dead yet. The store
/// decides whether the transition counts, as always; should the grain come to itself, its own commit is refused. Effects are left to
/// the next owner, who is looked for every few seconds.
/// </summary>
internal sealed class AbsentOwner(EngineServices services)
{
    /// <returns>Whether a transition was written.</returns>
    /// <exception cref="StoreUnavailableException">To be tried again.</exception>
    public Task<bool> Ring(string id) => id switch
    {
        _ when CallIds.IsConnect(id) => Ring(id, services.Connects, (record, facts, at) => services.Instruments.Connect(id, record, facts, at)),
        _ when CallIds.IsScript(id) => Ring(id, services.Scripts, (_, facts, _) => services.Instruments.Script(facts)),
        _ when CallIds.IsWait(id) => Ring(id, services.Waits, (_, facts, _) => services.Instruments.Timers(facts)),
        _ when CallIds.IsControl(id) => Ring(id, services.Controls, (_, facts, _) => services.Instruments.Timers(facts)),
        _ when CallIds.IsQueue(id) => Task.FromResult(false), // it has no alarm
        _ => Ring(id, services.Calls, (record, facts, at) => services.Instruments.Leg(id, record, facts, at)),
    };

    private async Task<bool> Ring<TRecord, TState, TEffect>(
        string id, MachineRules<TRecord, TState, TEffect> rules, Action<TRecord, IReadOnlyList<TimelineEvent>, DateTimeOffset> measure)
        where TRecord : class
        where TState : class
    {
        if (await services.Store.Load(id) is not { Closed: false } stored)
            return false;
        var (record, at) = (rules.Read(stored), services.Time.GetUtcNow());
        // What an owner that was brought back would wait for anew, nobody rings in its absence: its own hurry is no user's deadline.
        record = rules.With(record, rules.Restored(record, at).State, at);
        if (rules.PendingOf(rules.StateOf(record)) is not { } alarm || at < alarm.Due)
            return false;
        var step = rules.AlarmRings(record, at);
        var transition = rules.Transit(id, record, step, at, alarmRang: true, [new OwnerAbsent(services.Nodes.Own)]);
        if (!(await services.Store.Commit(rules.CommitOf(id, stored.Version, transition, at))).Committed)
            return false;
        // With those that came before them: the silo that hangs may still have to send these.
        if (transition.Webhooks.Count > 0)
            services.Webhooks.TakeOver(await services.Store.PendingWebhooks(id));
        measure(transition.After, transition.Facts, at);
        return true;
    }
}
