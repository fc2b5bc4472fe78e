using System.Diagnostics;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>One attempt, and what stands before it: a mute, its age, too many that wait, a slot, an open circuit.</summary>
internal sealed class WebhookAttempts(
    WebhookClient client, MuteBook mutes, WebhookInstruments instruments, TimeProvider time, WebhookOptions options)
{
    /// <param name="since">What its age counts from.</param>
    /// <param name="number">From 1.</param>
    /// <param name="isOwed">Asked last before the request.</param>
    /// <param name="stopping">Ends the wait for a slot; what runs may end.</param>
    /// <param name="abort">Breaks off what runs.</param>
    /// <returns>Null: it is not owed any more.</returns>
    /// <exception cref="OperationCanceledException">One of the two.</exception>
    public async Task<WebhookResult?> Make(
        OutboxEntry entry,
        DateTimeOffset since,
        OutboundUrl? target,
        Endpoint? endpoint,
        int number,
        ActivityContext trace,
        Func<ValueTask<bool>> isOwed,
        CancellationToken stopping,
        CancellationToken abort)
    {
        if (target is null || endpoint is null)
        {
            var bad = WebhookResult.Without(WebhookOutcome.BadUrl);
            instruments.Attempted(entry.EventType, bad);
            return bad;
        }

        if (mutes.IsMuted(entry))
            return WebhookResult.Without(WebhookOutcome.Muted);
        if (time.GetUtcNow() - since > options.OldestEvent)
            return WebhookResult.Without(WebhookOutcome.Expired);
        if (endpoint.Waiting > options.WaitingPerEndpoint)
            return WebhookResult.Without(WebhookOutcome.Overflow);

        var result = await endpoint.Run(isOwed, () => Send(entry, target, number, trace, abort), stopping);
        if (result?.Outcome == WebhookOutcome.Gone)
            await mutes.Mute(entry, options.MuteGone, abort);
        return result;
    }

    private async Task<WebhookResult> Send(OutboxEntry entry, OutboundUrl target, int number, ActivityContext trace, CancellationToken abort)
    {
        if (number == 1)
            instruments.LeftQueue(entry.EventType, time.GetUtcNow() - entry.CreatedAt);
        using var span = WebhookInstruments.StartAttempt(entry.EventType, trace, number);
        var result = await client.Send(entry, target, number, abort);
        WebhookInstruments.EndAttempt(span, result);
        instruments.Attempted(entry.EventType, result);
        return result;
    }
}
