using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// What becomes of a webhook after its commit: outbox → delivered, dead, or parked until a later attempt; dead → parked, when it is
/// redelivered. Every step is atomic and made once, so a webhook is always in exactly one of these places. It outlives its call's record.
/// Every member throws <see cref="StoreUnavailableException"/> when the store is away; each may then be called again.
/// </summary>
public interface IWebhookStore
{
    /// <summary>
    /// Takes a webhook from where it is to where it goes, with its lines. When the outbox of an ended session becomes empty, its
    /// retention begins; a session that is gone by then gets no more lines.
    /// </summary>
    /// <returns>False: it is not there (any more), or the claim is another's by now; nothing was written.</returns>
    ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default);

    /// <summary>Parked webhooks whose time has come, by the store's clock. They are the caller's for <paramref name="lease"/>.</summary>
    ValueTask<IReadOnlyList<ClaimedWebhook>> ClaimParked(TimeSpan lease, int most, CancellationToken cancellationToken = default);

    /// <summary>Prolongs claims: they are the caller's for <paramref name="lease"/> from now. Those it has lost are passed over.</summary>
    ValueTask KeepParked(IReadOnlyCollection<ClaimedWebhook> claims, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <returns>Null: it has not left the outbox, or is not remembered.</returns>
    ValueTask<Delivery?> FindDelivery(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Deliveries of a project, newest first.</summary>
    ValueTask<IReadOnlyList<Delivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Parks a dead webhook for an attempt at once; its schedule begins anew.</summary>
    /// <returns>False: it is not dead.</returns>
    ValueTask<bool> Redeliver(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>The same for an endpoint's webhooks that died since an instant, one every <paramref name="every"/>.</summary>
    /// <returns>How many there were, <paramref name="most"/> at most.</returns>
    ValueTask<int> RedeliverDead(
        string endpoint, DateTimeOffset since, int most, TimeSpan every, CancellationToken cancellationToken = default);

    /// <summary>Mutes an endpoint from now on; zero unmutes it.</summary>
    ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default);

    /// <summary>All muted endpoints, and how long yet.</summary>
    ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default);

    /// <summary>What this silo has seen of an endpoint, for others to read; kept for a day.</summary>
    ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default);

    ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default);

    /// <returns>A project's signing keys as they were saved last, and their version; none: null and 0.</returns>
    ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default);

    /// <returns>False: the version was another one, and nothing was written.</returns>
    ValueTask<bool> SaveKeys(string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default);
}
