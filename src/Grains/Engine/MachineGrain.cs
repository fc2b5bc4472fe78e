using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orleans.Serialization.Invocation;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// A thin interpreter of one pure machine: load, step, commit, carry out. One event at a time, since a grain handles one request
/// at a time; effects run behind the request that wanted them, so that two grains never wait for each other.
/// </summary>
public abstract class MachineGrain<TRecord, TState, TEffect> : Grain, IIncomingGrainCallFilter
    where TRecord : class
    where TState : class
{
    private const string TheStore = "store";

    private readonly MachineRules<TRecord, TState, TEffect> _rules;
    private readonly Ledger<TRecord> _ledger;
    private readonly AlarmClock _alarmClock;
    private readonly List<TimelineEntry> _lastEntries = [];
    private ImmutableArray<TEffect> _missing = [];
    private bool _isTakenUp;
    private bool _closing;
    private bool _gaveTimeToCleanUp;

    private protected MachineGrain(EngineServices services, MachineRules<TRecord, TState, TEffect> rules)
    {
        Services = services;
        _rules = rules;
        Id = this.GetPrimaryKeyString();
        _ledger = new Ledger<TRecord>(Id, services.Store);
        _alarmClock = new AlarmClock(this, services.Time, Ring, DelayDeactivation);
        Errands = new Errands(services.Time, services.Logger) { WhenAllDone = LeaveWhenDone };
    }

    private protected EngineServices Services { get; }

    private protected string Id { get; }

    private protected TRecord? Record => _ledger.Record;

    private protected Errands Errands { get; }

    private protected DateTimeOffset Now => Services.Time.GetUtcNow();

    private protected abstract void CarryOut(TEffect effect);

    private protected abstract void Measure(TRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at);

    /// <summary>What a grain that was brought back notes of the record, before anything happens to it.</summary>
    private protected virtual void TakenUp(TRecord record)
    {
    }

    /// <summary>
    /// Around each request. An owner that was brought back first hears what it was woken for, then carries out what is still missing:
    /// otherwise two that are over would wake each other for ever. Whatever was asked, a grain with nothing left to do goes.
    /// </summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            if (!_isTakenUp && !IsFirstWord(context.Request))
                await TakeUp();
            _isTakenUp = true;
            await context.Invoke();
        }
        finally
        {
            var missing = _missing;
            _missing = [];
            foreach (var effect in missing)
                CarryOut(effect);
            LeaveWhenDone();
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Errands.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>What is stored, and what its last owner may not have lived to carry out.</summary>
    private async Task TakeUp()
    {
        await _ledger.Load(_rules.Read);
        if (Record is not { } record || _ledger.IsClosed)
            return;
        TakenUp(record);
        var at = Now;
        var missing = _rules.Restored(record, at);
        // Its last owner may have gone between a commit and its webhooks.
        if (await Services.Store.PendingWebhooks(Id) is { Count: > 0 } pending)
            Services.Webhooks.TakeOver(pending);
        if (_rules.HasStory && !missing.Effects.IsEmpty && !_rules.IsOver(missing.State))
            await Tell([_rules.Entry(Id, record, at, new OwnerRestored(Services.Nodes.Own))]);
        _ledger.Keep(_rules.With(record, missing.State, at));
        _alarmClock.Set(_rules.PendingOf(missing.State));
        _missing = missing.Effects;
    }

    private static bool IsFirstWord(IInvokable request)
    {
        for (var argument = 0; argument < request.GetArgumentCount(); argument++)
        {
            if (request.GetArgument(argument) is IFirstWord { IsFirst: true })
                return true;
        }

        return false;
    }

    /// <summary>
    /// Somebody found this record overdue in the store: its alarm was lost with its last owner, or it is over and not everything about
    /// it was carried out. An owner that knows better says for when.
    /// </summary>
    private protected async Task LookAtTheClock()
    {
        if (Record is not { } record || _ledger.IsClosed)
            return;
        var (at, state) = (Now, _rules.StateOf(record));
        if (_rules.PendingOf(state) is not { } alarm)
        {
            if (_missing.IsEmpty && Errands.AllDone)
                await (_rules.IsOver(state) ? LookAfterTheEnd(record, at) : LookAfterTheOrders(record, state, at));
            return;
        }

        if (at >= alarm.Due)
            await Ring();
        else if (_missing.IsEmpty && Errands.AllDone)
            await LookAfterTheOrders(record, state, at);
    }

    /// <summary>All was ordered once: what ought to have been done by now is ordered again.</summary>
    private async Task LookAfterTheOrders(TRecord record, TState state, DateTimeOffset at)
    {
        var deadline = _rules.DeadlineOf(record) ?? at + _rules.Unwatched;
        if (_rules.Insists(state))
        {
            _missing = _rules.Restored(record, at).Effects;
            deadline = at + _rules.LookAgain < deadline ? at + _rules.LookAgain : deadline;
        }

        if (deadline > _ledger.Deadline)
            await _ledger.Defer(deadline);
    }

    /// <summary>Nobody need look before then, unless this owner is lost with something to carry out.</summary>
    private protected Task PutOff(DateTimeOffset until) => _ledger.Defer(until);

    /// <summary>All was done once: it is done again only if nothing has come of it for long.</summary>
    private async Task LookAfterTheEnd(TRecord record, DateTimeOffset at)
    {
        if (_gaveTimeToCleanUp)
        {
            _missing = _rules.Restored(record, at).Effects;
            return;
        }

        _gaveTimeToCleanUp = true;
        await _ledger.Defer(at + _rules.CleanUpTime);
    }

    /// <summary>What the machine need not know of the record, and what is written with the next commit.</summary>
    private protected void Note(TRecord record) => _ledger.Keep(record);

    /// <summary>Writes down what a step leaves behind, then lets its effects begin. <paramref name="more"/> are facts the machine cannot know.</summary>
    private protected async Task Take(
        TRecord before, Step<TState, TEffect> step, DateTimeOffset at, bool alarmRang = false, params IReadOnlyList<TimelineEvent> more)
    {
        var changes = !ReferenceEquals(step.State, _rules.StateOf(before));
        if (alarmRang && !changes)
            _alarmClock.Rewind();
        if (!changes && step is { Decides: false, Effects.IsEmpty: true, Facts.IsEmpty: true })
        {
            Services.Instruments.Ignored(GetType().Name);
            return;
        }

        var transition = _rules.Transit(Id, before, step, at, alarmRang, more);
        if (transition.Commits)
            await Commit(transition, at);
        else
            await Keep(transition);
        _alarmClock.Set(_rules.PendingOf(step.State));
        if (transition.Webhooks.Count > 0)
            Services.Webhooks.Enqueue(transition.Webhooks);
        Measure(transition.After, transition.Facts, at);
        foreach (var effect in step.Effects)
            CarryOut(effect);
        LeaveWhenDone();
    }

    private async Task Commit(Transition<TRecord> transition, DateTimeOffset at)
    {
        try
        {
            await _ledger.Commit(_rules.CommitOf(Id, _ledger.Version, transition, at), transition.After);
        }
        catch (StaleOwnerException)
        {
            Services.Instruments.CommitConflict();
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            // Whether it was written nobody knows: the next owner reads it.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Keep(Transition<TRecord> transition)
    {
        _ledger.Keep(transition.After);
        if (_rules.IsDone(_rules.StateOf(transition.After)))
            _lastEntries.AddRange(transition.Timeline);
        else
            await Tell(transition.Timeline);
    }

    /// <summary>Lines that no state depends on: a store that is away costs the story these, and the call nothing.</summary>
    private async Task Tell(IReadOnlyList<TimelineEntry> entries)
    {
        if (entries.Count == 0)
            return;
        try
        {
            await Services.Store.Append(CallIds.SessionOf(Id), entries);
        }
        catch (StoreUnavailableException)
        {
            Services.Instruments.LinesLost(entries.Count);
        }
    }

    private Task Ring()
    {
        if (Record is not { } record)
            return Task.CompletedTask;
        var at = Now;
        return Take(record, _rules.AlarmRings(record, at), at, alarmRang: true);
    }

    /// <summary>With everything carried out, the store is told that nobody need look after this record again; then the grain goes.</summary>
    private void LeaveWhenDone()
    {
        // Of a record that could only half be taken up nobody has asked yet what is missing.
        if (!_isTakenUp || !Errands.AllDone)
            return;
        if (Record is not { } record || _ledger.IsClosed)
        {
            DeactivateOnIdle();
            return;
        }

        if (_closing || !_missing.IsEmpty || !_rules.IsDone(_rules.StateOf(record)))
            return;
        _closing = true;
        Errands.Run(TheStore, nameof(ICallStore.Close), () => true, async () =>
        {
            await Services.Store.Close(Id, _lastEntries);
            _ledger.IsClosed = true;
            _closing = false;
        });
    }
}
