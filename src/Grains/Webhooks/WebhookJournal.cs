using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What the store is told of a delivery. It may fail: a line of the timeline is then missing, and an entry that could not be
/// settled is sent once more when its owner is taken up again. Neither stops the lane.
/// </summary>
internal sealed partial class WebhookJournal(ICallStore store, TimeProvider time, WebhookOptions options, ILogger logger)
{
    public async Task Attempted(OutboxEntry entry, int attempt, WebhookResult result, TimeSpan? next, CancellationToken abort)
    {
        var outcome = SnakeCase.Of(result.Outcome);
        var what = $"{entry.EventType} {entry.State}";
        var lines = new List<TimelineEntry>
        {
            Line(entry, new WebhookAttempted(
                entry.WebhookId, what, attempt, outcome, result.Status, result.Duration.TotalMilliseconds, next?.TotalSeconds)),
        };
        if (next is null && result.Outcome != WebhookOutcome.Ok)
            lines.Add(Line(entry, new WebhookGivenUp(entry.WebhookId, what, attempt, outcome)));

        try
        {
            await store.Append(CallIds.SessionOf(entry.OwnerId), lines, abort);
        }
        catch (Exception failure) when (!abort.IsCancellationRequested)
        {
            TimelineFailed(entry.WebhookId, failure);
        }
    }

    /// <summary>Takes the entry out of the outbox; tried as often as a delivery is.</summary>
    public async Task Settle(OutboxEntry entry, CancellationToken abort)
    {
        foreach (var wait in options.FastSchedule)
        {
            await Task.Delay(wait, time, abort);
            try
            {
                await store.SettleWebhook(entry, abort);
                return;
            }
            catch (Exception failure) when (!abort.IsCancellationRequested)
            {
                SettleFailed(entry.WebhookId, failure);
            }
        }
    }

    private TimelineEntry Line(OutboxEntry entry, TimelineEvent what) =>
        new(0, time.GetUtcNow(), CallIds.IsCall(entry.OwnerId) ? entry.OwnerId : null, entry.ConnectId, what);
}
