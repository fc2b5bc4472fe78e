namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>
/// A project's webhooks after their fast phase, its endpoints and its signing keys. Reads the store; any silo answers. Key: the project,
/// so that nothing of another one is ever seen.
/// </summary>
[Alias("orchestrator.IWebhookGrain")]
public interface IWebhookGrain : IGrainWithStringKey
{
    /// <returns>Newest first, without their single attempts.</returns>
    [Alias("Deliveries")]
    Task<IReadOnlyList<DeliveryView>> Deliveries(DeliveryQuery query);

    /// <returns>Null: there is none of this id in this project, or it is in its fast phase yet.</returns>
    [Alias("Delivery")]
    Task<DeliveryView?> Delivery(string webhookId);

    [Alias("Redeliver")]
    Task<RedeliverOutcome> Redeliver(string webhookId);

    /// <returns>How many dead letters of the endpoint, since that instant, are parked again; null: no such endpoint.</returns>
    [Alias("RedeliverDead")]
    Task<int?> RedeliverDead(string endpoint, DateTimeOffset since);

    /// <returns>The endpoint's id: whatever the URL's credentials are, and whether or not it was ever called.</returns>
    [Alias("EndpointOf")]
    Task<string> EndpointOf(string url);

    /// <returns>Null: no endpoint of this project.</returns>
    [Alias("Endpoint")]
    Task<EndpointView?> Endpoint(string endpoint);

    /// <summary>Mutes from now on; zero unmutes.</summary>
    /// <returns>False: no endpoint of this project.</returns>
    [Alias("Mute")]
    Task<bool> Mute(string endpoint, TimeSpan forTime);

    [Alias("SigningKeys")]
    Task<IReadOnlyList<SigningKeyView>> SigningKeys();

    /// <summary>From now on this key signs; the ones before it are valid for a day yet.</summary>
    /// <param name="id">The key's: the same one again changes nothing.</param>
    /// <returns>When it was taken first.</returns>
    [Alias("RotateSigningKey")]
    Task<DateTimeOffset> RotateSigningKey(string id, string text);
}
