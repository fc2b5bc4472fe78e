using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// Whether a webhook is still this silo's to send. While its owner is looked after, it is. A silo that was held up for longer than its
/// lease asks the store first: another one may have sent the webhook meanwhile, and those after it.
/// </summary>
internal sealed partial class OwnerLease(ICallStore store, TimeProvider time, WebhookOptions options, ILogger logger)
{
    /// <summary>Until when what is prolonged now may count as ours.</summary>
    public long FromNow() => time.GetTimestamp() + (long)(options.Lease.TotalSeconds * time.TimestampFrequency);

    public bool Holds(PendingOwner owner) => time.GetTimestamp() < owner.KeptUntil;

    /// <summary>Waits as long as the store is away: what may be another's is not sent.</summary>
    /// <returns>False: it has left the outbox.</returns>
    public async ValueTask<bool> IsOurs(PendingWebhook pending, CancellationToken stopping)
    {
        while (!Holds(pending.Owner))
        {
            try
            {
                var until = FromNow();
                await store.KeepWebhooks([pending.Owner.Id], options.Lease, stopping);
                var held = await store.PendingWebhooks(pending.Owner.Id, stopping);
                if (!held.Any(entry => entry.WebhookId == pending.Entry.WebhookId))
                    return false;
                pending.Owner.Keep(until);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                LookFailed(logger, pending.Entry.WebhookId, failure);
                await Task.Delay(options.ClaimEvery, time, stopping);
            }
        }

        return true;
    }

    [LoggerMessage(4050, LogLevel.Warning, "{WebhookId}: its lease is over, and the store cannot say whose it is.")]
    private static partial void LookFailed(ILogger logger, string webhookId, Exception failure);
}
