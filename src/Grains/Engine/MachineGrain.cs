using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// A thin interpreter of one pure machine: load, step, commit, carry out. One event at a time, since a grain handles one request
/// at a time; effects run behind the request that wanted them, so that two grains never wait for each other.
/// </summary>
public abstract class MachineGrain<TRecord, TState, TEffect> : Grain, IIncomingGrainCallFilter
    where TRecord : class
    where TState : class
{
    private protected EngineServices Services { get; }
    private readonly Ledger<TRecord> _ledger;
    private readonly AlarmClock _alarmClock;
    private ImmutableArray<TEffect> _missing = [];

    private protected MachineGrain(EngineServices services, JsonTypeInfo<TRecord> json)
    {
        Services = services;
        Id = this.GetPrimaryKeyString();
        _ledger = new Ledger<TRecord>(Id, services.Store, json);
        _alarmClock = new AlarmClock(this, services.Time, Ring, DelayDeactivation);
        Errands = new Errands(services.Time, services.Logger) { WhenAllDone = LeaveWhenDone };
    }

    private protected string Id { get; }

    private protected TRecord? Record => _ledger.Record;

    private protected Errands Errands { get; }

    private protected DateTimeOffset Now => Services.Time.GetUtcNow();

    /// <summary>Of a record: what its machine works on, and what is shown of it.</summary>
    private protected abstract TState StateOf(TRecord record);
    private protected abstract TRecord With(TRecord record, TState state, DateTimeOffset at);
    private protected abstract Alarm? PendingOf(TState state);
    private protected abstract ListRow RowOf(TRecord record);

    /// <summary>Nothing follows but the wire's last word and webhooks.</summary>
    private protected abstract bool IsOver(TState state);

    /// <summary>Nothing follows at all: the grain may go.</summary>
    private protected abstract bool IsDone(TState state);

    private protected abstract TimelineEntry Entry(TRecord record, DateTimeOffset at, TimelineEvent fact);

    /// <summary>The record with these webhooks counted, and the webhooks that the facts bring about.</summary>
    private protected abstract (TRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        TRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts);

    private protected abstract Step<TState, TEffect> AlarmRings(TRecord record, DateTimeOffset at);
    private protected abstract Step<TState, TEffect> Restored(TRecord record, DateTimeOffset at);
    private protected abstract void CarryOut(TEffect effect);
    private protected abstract void Measure(TRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _ledger.Load(cancellationToken);
        if (Record is not { } record)
            return;
        var at = Now;
        var missing = Restored(record, at);
        _ledger.Keep(With(record, missing.State, at));
        _alarmClock.Set(PendingOf(missing.State));
        _missing = missing.Effects;
        // Its last owner may have gone between a commit and its webhooks.
        if (await Services.Store.PendingWebhooks(Id, cancellationToken) is { Count: > 0 } pending)
            Services.Webhooks.Enqueue(pending);
        if (!missing.Effects.IsEmpty && !IsOver(missing.State))
            await Services.Store.Append(CallIds.SessionOf(Id), [Entry(record, at, new OwnerRestored(Services.NodeId))], cancellationToken);
    }

    /// <summary>
    /// Around each request. An owner that was brought back first hears what it was woken for, then carries out what is still missing:
    /// otherwise two that are over would wake each other for ever. Whatever was asked, a grain with nothing left to do goes.
    /// </summary>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
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

    /// <summary>Writes down what a step leaves behind, then lets its effects begin. <paramref name="more"/> are facts the machine cannot know.</summary>
    private protected async Task Take(
        TRecord before, Step<TState, TEffect> step, DateTimeOffset at, bool alarmRang = false, params IReadOnlyList<TimelineEvent> more)
    {
        if (alarmRang && ReferenceEquals(step.State, StateOf(before)))
            _alarmClock.Rewind();
        if (ReferenceEquals(step.State, StateOf(before)) && step is { Decides: false, Effects.IsEmpty: true, Facts.IsEmpty: true })
        {
            Services.Instruments.Ignored(GetType().Name);
            return;
        }

        List<TimelineEvent> facts =
        [
            .. more, .. step.Facts,
            .. AlarmFacts.Between(PendingOf(StateOf(before)), PendingOf(step.State), alarmRang && step.Facts.Length > 0 ? at : null),
        ];
        var (after, webhooks) = WebhooksOf(With(before, step.State, at), at, facts);
        await Write(after, facts, webhooks, step.Decides || webhooks.Count > 0, at);
        _alarmClock.Set(PendingOf(step.State));
        if (webhooks.Count > 0)
            Services.Webhooks.Enqueue(webhooks);
        Measure(after, facts, at);
        foreach (var effect in step.Effects)
            CarryOut(effect);
        LeaveWhenDone();
    }

    private async Task Write(
        TRecord after, List<TimelineEvent> facts, IReadOnlyList<OutboxEntry> webhooks, bool commit, DateTimeOffset at)
    {
        facts.AddRange(webhooks.Select(webhook => new WebhookQueued(webhook.WebhookId, $"{webhook.EventType} {webhook.State}")));
        var entries = facts.ConvertAll(fact => Entry(after, at, fact));
        if (!commit)
        {
            _ledger.Keep(after);
            if (entries.Count > 0)
                await Services.Store.Append(CallIds.SessionOf(Id), entries);
            return;
        }

        try
        {
            var state = StateOf(after);
            await _ledger.Commit(after, PendingOf(state), RowOf(after), IsOver(state), entries, webhooks);
        }
        catch (StaleOwnerException)
        {
            Services.Instruments.CommitConflict();
            DeactivateOnIdle();
            throw;
        }
    }

    private Task Ring()
    {
        if (Record is not { } record)
            return Task.CompletedTask;
        var at = Now;
        return Take(record, AlarmRings(record, at), at, alarmRang: true);
    }

    private void LeaveWhenDone()
    {
        if (Record is { } record && IsDone(StateOf(record)) && Errands.AllDone)
            DeactivateOnIdle();
    }
}
