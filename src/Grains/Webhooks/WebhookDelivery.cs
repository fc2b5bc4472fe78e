using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Brings one event through its fast phase: attempts and waits until it is delivered, parked or given up.</summary>
internal sealed class WebhookDelivery(
    WebhookAttempts attempts, WebhookJournal journal, OwnerLease lease, TimeProvider time, WebhookOptions options)
{
    /// <param name="stopping">No further attempt begins; what runs may end.</param>
    /// <param name="abort">What runs is broken off.</param>
    /// <exception cref="OperationCanceledException">One of the two; the event stays in the outbox.</exception>
    public async Task Deliver(WebhookLane lane, PendingWebhook pending, CancellationToken stopping, CancellationToken abort)
    {
        var made = new List<DeliveryAttempt>();
        var since = time.GetTimestamp();
        var wait = options.Fast[0];
        while (true)
        {
            await Rest(wait, since, stopping);
            if (!await lease.IsOurs(pending, stopping))
                return;
            var result = await attempts.Make(
                pending.Entry, pending.Entry.CreatedAt, lane.Target, lane.Endpoint, made.Count + 1, pending.Trace, stopping, abort);
            if (result.IsAttempt)
                made.Add(journal.Record(made.Count + 1, result));
            (var step, wait) = RetrySchedule.After(options, made.Count, result, Random.Shared.NextDouble());
            if (step != NextStep.Again)
            {
                await journal.Move(new(pending.Entry, made, made.Count, Claim: 0), result, step, wait, abort);
                return;
            }

            // The wait runs already while the journal is written: what the store takes is not added to it.
            since = time.GetTimestamp();
            await journal.Attempted(pending.Entry, made.Count, result, wait, abort);
        }
    }

    private async Task Rest(TimeSpan wait, long since, CancellationToken stopping)
    {
        var left = wait - time.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, stopping);
    }
}
