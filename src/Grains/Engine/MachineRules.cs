using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// What one kind of record is: how its machine steps, what is shown of it, which webhooks its transitions bring about. Pure, so that a
/// record can be carried on by its grain, or by a sweeper when the silo of its grain hangs.
/// </summary>
internal abstract class MachineRules<TRecord, TState, TEffect>(JsonTypeInfo<TRecord> json)
    where TRecord : class
    where TState : class
{
    /// <summary>
    /// How long after its end a record may have something left to carry out (the wire's last word, telling its connect) before it is
    /// looked at again; a CANCEL alone may take 32 s (RFC 3261 9.1).
    /// </summary>
    public TimeSpan CleanUpTime { get; } = TimeSpan.FromSeconds(40);

    /// <summary>
    /// How long after a commit it is looked whether its effects were carried out: until then the store is the only one that knows of
    /// them. An owner that lives says then when it really wants to be woken.
    /// </summary>
    public TimeSpan LookAgain { get; } = TimeSpan.FromSeconds(3);

    /// <summary>How long what waits for nothing with a clock is left alone once everything about it was carried out.</summary>
    public TimeSpan Unwatched { get; } = TimeSpan.FromHours(1);

    public abstract TState StateOf(TRecord record);
    public abstract TRecord With(TRecord record, TState state, DateTimeOffset at);
    public abstract Alarm? PendingOf(TState state);

    /// <summary>When the store's sweepers are to ask for it, should its owner be lost.</summary>
    public virtual DateTimeOffset? DeadlineOf(TRecord record) => PendingOf(StateOf(record))?.Due;

    /// <summary>How lists show it; null: none does.</summary>
    public abstract ListRow? RowOf(string id, TRecord record);

    /// <summary>Whether what happens to it is told in a timeline of its session.</summary>
    public virtual bool HasStory => true;

    /// <summary>The node whose plane carries it; null: none does.</summary>
    public abstract string? NodeOf(TRecord record);

    /// <summary>
    /// What is asked of others in this state is done at once: when it takes as long as <see cref="LookAgain"/>, whoever took the order was
    /// lost with it (a silo that is drained lets its grains go), and it is given again.
    /// </summary>
    public abstract bool Insists(TState state);

    /// <summary>Nothing follows but the wire's last word and webhooks.</summary>
    public abstract bool IsOver(TState state);

    /// <summary>Nothing follows at all, once what is under way is carried out.</summary>
    public abstract bool IsDone(TState state);

    public abstract TimelineEntry Entry(string id, TRecord record, DateTimeOffset at, TimelineEvent fact);

    /// <summary>The record with these webhooks counted, and the webhooks that the facts bring about.</summary>
    public abstract (TRecord Record, IReadOnlyList<OutboxEntry> Webhooks) WebhooksOf(
        string id, TRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts);

    public abstract Step<TState, TEffect> AlarmRings(TRecord record, DateTimeOffset at);

    /// <summary>What ought to be carried out, for an owner that takes the record up from what is stored.</summary>
    public abstract Step<TState, TEffect> Restored(TRecord record, DateTimeOffset at);

    public TRecord Read(StoredRecord stored) => JsonSerializer.Deserialize(stored.Snapshot.Span, json)
        ?? throw new JsonException($"found null as the snapshot of {stored.Id}, expected a record");

    /// <summary>What a step of a record leaves behind. <paramref name="more"/> are facts the machine cannot know.</summary>
    public Transition<TRecord> Transit(
        string id, TRecord before, Step<TState, TEffect> step, DateTimeOffset at, bool alarmRang, IReadOnlyList<TimelineEvent> more)
    {
        List<TimelineEvent> facts =
        [
            .. more, .. step.Facts,
            .. AlarmFacts.Between(PendingOf(StateOf(before)), PendingOf(step.State), alarmRang && step.Facts.Length > 0 ? at : null),
        ];
        var (after, webhooks) = WebhooksOf(id, With(before, step.State, at), at, facts);
        facts.AddRange(webhooks.Select(webhook => new WebhookQueued(webhook.WebhookId, $"{webhook.EventType} {webhook.State}")));
        List<TimelineEntry> timeline = HasStory ? facts.ConvertAll(fact => Entry(id, after, at, fact)) : [];
        return new(after, facts, timeline, webhooks, Owes: !step.Effects.IsEmpty, Commits: step.Decides || webhooks.Count > 0);
    }

    public Commit CommitOf(string id, long version, Transition<TRecord> transition, DateTimeOffset at)
    {
        var state = StateOf(transition.After);
        var isOver = IsOver(state);
        return new Commit(
            id,
            version,
            JsonSerializer.SerializeToUtf8Bytes(transition.After, json),
            Earlier(DeadlineOf(transition.After) ?? (isOver ? at + CleanUpTime : null), transition.Owes ? at + LookAgain : null),
            RowOf(id, transition.After),
            isOver,
            transition.Timeline,
            transition.Webhooks,
            NodeOf(transition.After));
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
