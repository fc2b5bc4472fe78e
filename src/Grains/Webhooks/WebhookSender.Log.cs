using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Webhooks;

public sealed partial class WebhookSender
{
    [LoggerMessage(4030, LogLevel.Information, "{WebhookId}: left in the outbox, the silo stops.")]
    private partial void LeftBehind(string webhookId);

    [LoggerMessage(4031, LogLevel.Error, "{WebhookId} of {OwnerId}: the sender failed; the webhook stays in the outbox.")]
    private partial void DeliveryFaulted(string webhookId, string ownerId, Exception fault);
}
