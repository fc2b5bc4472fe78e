using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// Whether a webhook is still to be sent. Two silos may have the same one in hand: its grain has come up on another silo while this one
/// still waits to try it again, or for a slot. Whoever has not seen the lane's outbox just now looks first: the other one may have delivered
/// the webhook meanwhile, and those behind it.
/// </summary>
internal sealed class OutboxLook(ICallStore store, TimeProvider time)
{
    /// <summary>How long a look counts, and how long a commit counts as one.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromMilliseconds(250);

    /// <exception cref="StoreUnavailableException">Nobody knows: what another one may have sent is not sent.</exception>
    public async ValueTask<bool> Finds(WebhookLane lane, OutboxEntry entry, CancellationToken stopping)
    {
        if (lane.SeenAt is { } seen && time.GetElapsedTime(seen) < JustNow)
            return true;
        var at = time.GetTimestamp();
        var held = await store.PendingWebhooks(entry.OwnerId, stopping);
        if (!held.Any(webhook => webhook.WebhookId == entry.WebhookId))
            return false;
        lane.SeenAt = at;
        return true;
    }
}
