using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What the store is told of a delivery. It may fail: a line about a retry is then missing, and an entry that could not be
/// settled is sent once more when its owner is taken up again. Neither stops the lane.
/// </summary>
internal sealed partial class WebhookJournal(ICallStore store, TimeProvider time, WebhookOptions options, ILogger logger)
{
    /// <summary>An attempt that another one follows.</summary>
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

    /// <summary>The last attempt: takes the entry out of the outbox, and its lines stand when it is out. Tried as often as a delivery is.</summary>
    public async Task Settle(OutboxEntry entry, int attempt, WebhookResult result, CancellationToken abort)
    {
        List<TimelineEntry> lines = [Attempt(entry, attempt, result, null)];
        if (result.Outcome != WebhookOutcome.Ok)
            lines.Add(Line(entry, new WebhookGivenUp(entry.WebhookId, What(entry), attempt, SnakeCase.Of(result.Outcome))));

        foreach (var wait in options.FastSchedule)
        {
            await Task.Delay(wait, time, abort);
            try
            {
                await store.SettleWebhook(entry, lines, abort);
                return;
            }
            catch (Exception failure) when (!abort.IsCancellationRequested)
            {
                SettleFailed(entry.WebhookId, failure);
            }
        }
    }

    private TimelineEntry Attempt(OutboxEntry entry, int attempt, WebhookResult result, TimeSpan? next) => Line(entry, new WebhookAttempted(
        entry.WebhookId, What(entry), attempt, SnakeCase.Of(result.Outcome), result.Status, result.Duration.TotalMilliseconds,
        next?.TotalSeconds));

    private TimelineEntry Line(OutboxEntry entry, TimelineEvent what) =>
        new(0, time.GetUtcNow(), CallIds.IsCall(entry.OwnerId) ? entry.OwnerId : null, entry.ConnectId, what);

    private static string What(OutboxEntry entry) => $"{entry.EventType} {entry.State}";
}
