using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What the store is told of a delivery. It may fail: a line about a retry is then missing, and an event that could not be moved on is
/// sent once more by whoever takes it up. Neither stops the lane.
/// </summary>
internal sealed partial class WebhookJournal(
    ICallStore store, WebhookInstruments instruments, TimeProvider time, WebhookOptions options, ILogger logger)
{
    /// <summary>Attempts that are remembered of one event: redelivered again and again, it would grow without end.</summary>
    private const int MostAttempts = 50;

    public DeliveryAttempt Record(int number, WebhookResult result) =>
        new(number, time.GetUtcNow() - result.Duration, SnakeCase.Of(result.Outcome), result.Status, result.Duration.TotalMilliseconds);

    /// <summary>An attempt that another one follows at once.</summary>
    public async Task Attempted(OutboxEntry entry, int attempt, WebhookResult result, TimeSpan next, CancellationToken abort)
    {
        try
        {
            await store.Append(CallIds.SessionOf(entry.OwnerId), [Attempt(entry, attempt, result, next)], abort);
        }
        catch (Exception failure) when (!abort.IsCancellationRequested)
        {
            TimelineFailed(entry.WebhookId, failure);
        }
    }

    /// <summary>Delivered, parked or given up: the webhook and its lines go there together. Tried as often as a delivery is.</summary>
    /// <returns>False: it was another one's by then, or the store is away.</returns>
    public async Task<bool> Move(TriedWebhook tried, WebhookResult result, NextStep step, TimeSpan wait, CancellationToken abort)
    {
        var move = new WebhookMove(After(tried, result, step, wait), tried.Claim, For(step, wait), Lines(tried, result, step, wait));
        foreach (var rest in options.FastSchedule)
        {
            await Task.Delay(rest, time, abort);
            try
            {
                var moved = await store.MoveWebhook(move, abort);
                if (moved)
                    Tell(move.After, result);
                return moved;
            }
            catch (Exception failure) when (!abort.IsCancellationRequested)
            {
                MoveFailed(tried.Entry.WebhookId, failure);
            }
        }

        return false;
    }

    private static string What(OutboxEntry entry) => $"{entry.EventType} {entry.State}";

    private Delivery After(TriedWebhook tried, WebhookResult result, NextStep step, TimeSpan wait)
    {
        var now = time.GetUtcNow();
        var state = step switch
        {
            NextStep.Delivered => DeliveryState.Delivered,
            NextStep.GiveUp => DeliveryState.Dead,
            _ => DeliveryState.Parked,
        };
        var entry = state == DeliveryState.Delivered ? tried.Entry with { Body = default } : tried.Entry;
        return new(
            entry, state, SnakeCase.Of(result.Outcome), [.. tried.Attempts.TakeLast(MostAttempts)], tried.Used, now,
            state == DeliveryState.Parked ? now + wait : null)
        {
            RevivedAt = tried.RevivedAt,
        };
    }

    private TimeSpan For(NextStep step, TimeSpan wait) => step switch
    {
        NextStep.Delivered => options.DeliveredRetention,
        NextStep.GiveUp => options.DeadRetention,
        _ => wait,
    };

    private List<TimelineEntry> Lines(TriedWebhook tried, WebhookResult result, NextStep step, TimeSpan wait)
    {
        var (entry, number, outcome) = (tried.Entry, tried.Attempts is [.., var last] ? last.Number : 0, SnakeCase.Of(result.Outcome));
        var parked = step is NextStep.Park or NextStep.Again;
        var lines = new List<TimelineEntry>();
        if (result.IsAttempt)
            lines.Add(Attempt(entry, number, result, parked ? wait : null));
        if (parked)
            lines.Add(Line(entry, new WebhookParked(entry.WebhookId, What(entry), number, outcome, wait.TotalSeconds)));
        if (step == NextStep.GiveUp)
            lines.Add(Line(entry, new WebhookGivenUp(entry.WebhookId, What(entry), number, outcome)));
        return lines;
    }

    private void Tell(Delivery after, WebhookResult result)
    {
        if (after.State == DeliveryState.Parked)
            instruments.Parked(after.Entry.EventType, result.Outcome);
        if (after.State != DeliveryState.Dead)
            return;
        instruments.DeadLettered(after.Entry.EventType, result.Outcome);
        GivenUp(after.Entry.WebhookId, after.Entry.OwnerId, after.Attempts.Count, after.Outcome, result.Status);
    }

    private TimelineEntry Attempt(OutboxEntry entry, int attempt, WebhookResult result, TimeSpan? next) => Line(entry, new WebhookAttempted(
        entry.WebhookId, What(entry), attempt, SnakeCase.Of(result.Outcome), result.Status, result.Duration.TotalMilliseconds,
        next?.TotalSeconds));

    private TimelineEntry Line(OutboxEntry entry, TimelineEvent what) =>
        new(0, time.GetUtcNow(), CallIds.CallOf(entry.OwnerId), entry.ConnectId, what);
}

/// <summary>An event and what was tried so far.</summary>
/// <param name="Used">Attempts of its schedule that are used up.</param>
/// <param name="Claim">The claim on the parked event; 0: it is in the outbox.</param>
internal sealed record TriedWebhook(OutboxEntry Entry, IReadOnlyList<DeliveryAttempt> Attempts, int Used, long Claim, DateTimeOffset? RevivedAt = null);
