using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The later attempts of parked webhooks, each by itself: out of the store when its time has come, one attempt, back into the store. What
/// is in hand when the process dies is given to another silo when its claim is over.
/// </summary>
internal sealed partial class ParkedWebhooks(
    EndpointBook endpoints, WebhookAttempts attempts, WebhookJournal journal, ICallStore store, WebhookOptions options, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ClaimedWebhook Claimed, Task Run)> _inHand = [];

    public int InHand
    {
        get
        {
            lock (_gate)
                return _inHand.Count;
        }
    }

    /// <summary>Claims what is due, as much as there is room for, and begins with it.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> Claim(CancellationToken stopping, CancellationToken abort)
    {
        var room = options.ParkedInHand - InHand;
        if (room <= 0)
            return false;

        var claimed = await store.ClaimParked(options.Lease, room, stopping);
        foreach (var webhook in claimed)
            Take(webhook, stopping, abort);
        return claimed.Count == room;
    }

    public async Task Keep(CancellationToken cancellationToken)
    {
        List<ClaimedWebhook> claims;
        lock (_gate)
            claims = [.. _inHand.Values.Select(held => held.Claimed)];
        if (claims.Count > 0)
            await store.KeepParked(claims, options.Lease, cancellationToken);
    }

    public Task WhenDone()
    {
        lock (_gate)
            return Task.WhenAll(_inHand.Values.Select(held => held.Run).ToList());
    }

    private void Take(ClaimedWebhook claimed, CancellationToken stopping, CancellationToken abort)
    {
        lock (_gate)
        {
            // Lost with its claim and given to us again: the older one finds out when it wants to move it.
            _inHand[claimed.Delivery.Entry.WebhookId] = (claimed, Task.Run(() => Work(claimed, stopping, abort), CancellationToken.None));
        }
    }

    private async Task Work(ClaimedWebhook claimed, CancellationToken stopping, CancellationToken abort)
    {
        var entry = claimed.Delivery.Entry;
        try
        {
            await Try(claimed, stopping, abort);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Its claim ends, and another silo goes on.
        }
        catch (Exception fault)
        {
            ParkedFaulted(entry.WebhookId, fault);
        }

        lock (_gate)
        {
            if (_inHand.TryGetValue(entry.WebhookId, out var held) && held.Claimed.Claim == claimed.Claim)
                _inHand.Remove(entry.WebhookId);
        }
    }

    private async Task Try(ClaimedWebhook claimed, CancellationToken stopping, CancellationToken abort)
    {
        var (delivery, claim) = claimed;
        var endpoint = OutboundUrl.TryCreate(delivery.Entry.Url.Reveal(), out var target)
            ? endpoints.Enter(new(delivery.Entry.ProjectId, target.Origin))
            : null;
        try
        {
            var number = delivery.AttemptsMade + 1;
            var attempt = await attempts.Make(
                delivery.Entry, delivery.RevivedAt ?? delivery.Entry.CreatedAt, target, endpoint, number, default, IsOurs, stopping, abort);
            if (attempt is not { } result)
                return;
            var (made, used) = result.IsAttempt
                ? ([.. delivery.Attempts, journal.Record(number, result)], delivery.Used + 1)
                : (delivery.Attempts, delivery.Used);
            var (step, wait) = RetrySchedule.After(options, used, result, Random.Shared.NextDouble());
            await journal.Move(new(delivery.Entry, made, used, claim, delivery.RevivedAt), result, step, wait, abort);
        }
        finally
        {
            if (endpoint is not null)
                endpoints.Leave(endpoint);
        }
    }

    /// <summary>Its claim is kept for as long as it is in hand.</summary>
    private static ValueTask<bool> IsOurs() => new(true);

    [LoggerMessage(4060, LogLevel.Error, "{WebhookId}: the sender failed; the webhook stays parked.")]
    private partial void ParkedFaulted(string webhookId, Exception fault);
}
