namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>
/// A webhook's id follows from its owner and its number: a transition that is tried twice by two owners names the same webhook, and
/// receivers drop the second by it.
/// </summary>
public static class WebhookIds
{
    /// <param name="ownerId">The call or connect it tells about.</param>
    /// <param name="sequence">Its number among the owner's webhooks, from 1.</param>
    public static string Of(string ownerId, long sequence) => $"msg_{ownerId}_{sequence}";

    /// <returns>The call or connect that the webhook tells about; null: this is no webhook's id.</returns>
    public static string? OwnerOf(string? webhookId)
    {
        const int Prefix = 4;
        var end = webhookId?.LastIndexOf('_') ?? -1;
        if (end <= Prefix || !webhookId!.StartsWith("msg_", StringComparison.Ordinal)) return null;
        var owner = webhookId[Prefix..end];
        return CallIds.CallOf(owner) is not null || CallIds.IsConnect(owner) ? owner : null;
    }
}
