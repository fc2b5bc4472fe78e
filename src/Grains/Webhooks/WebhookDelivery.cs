using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Brings one event through its fast phase: attempts and waits until it is delivered or given up.</summary>
internal sealed partial class WebhookDelivery(
    WebhookClient client,
    WebhookJournal journal,
    WebhookInstruments instruments,
    TimeProvider time,
    WebhookOptions options,
    ILogger logger)
{
    /// <param name="stopping">No further attempt begins; what runs may end.</param>
    /// <param name="abort">What runs is broken off.</param>
    /// <exception cref="OperationCanceledException">One of the two; the event stays in the outbox.</exception>
    public async Task Deliver(WebhookLane lane, PendingWebhook pending, CancellationToken stopping, CancellationToken abort)
    {
        var entry = pending.Entry;
        var since = time.GetTimestamp();
        var wait = options.FastSchedule[0];
        for (var attempt = 1; ; attempt++)
        {
            await Rest(wait, since, stopping);
            var result = await Attempt(lane, pending, attempt, stopping, abort);
            var next = FastPhase.Wait(options, attempt, result.Outcome, Random.Shared.NextDouble());
            if (next is null)
            {
                await End(entry, attempt, result, abort);
                return;
            }

            // The wait runs already while the journal is written: what the store takes is not added to it.
            since = time.GetTimestamp();
            wait = next.Value;
            await journal.Attempted(entry, attempt, result, wait, abort);
        }
    }

    private async Task<WebhookResult> Attempt(
        WebhookLane lane, PendingWebhook pending, int attempt, CancellationToken stopping, CancellationToken abort)
    {
        var entry = pending.Entry;
        if (lane is not { Target: { } target, Endpoint: { } endpoint })
        {
            instruments.Attempted(entry.EventType, WebhookResult.BadUrl);
            return WebhookResult.BadUrl;
        }

        using var slot = await endpoint.Enter(stopping);
        if (attempt == 1)
            instruments.LeftQueue(entry.EventType, time.GetUtcNow() - entry.CreatedAt);
        using var span = WebhookInstruments.StartAttempt(pending, attempt);
        var result = await client.Send(entry, target, attempt, abort);
        WebhookInstruments.EndAttempt(span, result);
        instruments.Attempted(entry.EventType, result);
        return result;
    }

    /// <summary>Delivered, or the fast phase is over: nothing more is tried, and the lane goes on with what comes next.</summary>
    private Task End(OutboxEntry entry, int attempts, WebhookResult last, CancellationToken abort)
    {
        if (last.Outcome != WebhookOutcome.Ok)
            GivenUp(entry.WebhookId, entry.OwnerId, attempts, SnakeCase.Of(last.Outcome), last.Status);
        return journal.Settle(entry, attempts, last, abort);
    }

    private async Task Rest(TimeSpan wait, long since, CancellationToken stopping)
    {
        var left = wait - time.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
            await Task.Delay(left, time, stopping);
    }
}
