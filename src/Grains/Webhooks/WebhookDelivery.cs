using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Brings one event through its fast phase: attempts and waits until it is delivered, parked or given up.</summary>
internal sealed partial class WebhookDelivery(
    WebhookAttempts attempts, WebhookJournal journal, OutboxLook outbox, TimeProvider time, WebhookOptions options, ILogger logger)
{
    /// <param name="stopping">No further attempt begins; what runs may end.</param>
    /// <param name="abort">What runs is broken off.</param>
    /// <exception cref="OperationCanceledException">One of the two; the event stays in the outbox.</exception>
    public async Task Deliver(WebhookLane lane, PendingWebhook pending, CancellationToken stopping, CancellationToken abort)
    {
        var made = new List<DeliveryAttempt>();
        var since = time.GetTimestamp();
        var wait = options.FastSchedule[0];
        while (true)
        {
            await Rest(wait, since, stopping);
            if (await Attempt(lane, pending, made.Count + 1, stopping, abort) is not { } result)
                return;
            lane.SeenAt = null;
            if (result.IsAttempt)
                made.Add(journal.Record(made.Count + 1, result));
            (var step, wait) = RetrySchedule.After(options, made.Count, result, Random.Shared.NextDouble());
            if (step != NextStep.Again)
            {
                var moved = await journal.Move(new(pending.Entry, made, made.Count, Claim: 0), result, step, wait, abort);
                lane.SeenAt = moved ? time.GetTimestamp() : null;
                return;
            }

            // The wait runs already while the journal is written: what the store takes is not added to it.
            since = time.GetTimestamp();
            await journal.Attempted(pending.Entry, made.Count, result, wait, abort);
        }
    }

    /// <summary>Waits as long as the store is away: what may be another's is not sent.</summary>
    /// <returns>Null: it has left the outbox, by another one's hand.</returns>
    private async Task<WebhookResult?> Attempt(
        WebhookLane lane, PendingWebhook pending, int number, CancellationToken stopping, CancellationToken abort)
    {
        var entry = pending.Entry;
        while (true)
        {
            try
            {
                return await attempts.Make(
                    entry, entry.CreatedAt, lane.Target, lane.Endpoint, number, pending.Trace, () => outbox.Finds(lane, entry, stopping), stopping, abort);
            }
            catch (StoreUnavailableException failure)
            {
                LookFailed(logger, entry.WebhookId, failure);
                await Task.Delay(options.ClaimEvery, time, stopping);
            }
        }
    }

    private async Task Rest(TimeSpan wait, long since, CancellationToken stopping)
    {
        var left = wait - time.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, stopping);
    }

    [LoggerMessage(4050, LogLevel.Warning, "{WebhookId}: the store cannot say whether it is still to be sent.")]
    private static partial void LookFailed(ILogger logger, string webhookId, Exception failure);
}
