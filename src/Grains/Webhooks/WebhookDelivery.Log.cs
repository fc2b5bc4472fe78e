using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Webhooks;

internal sealed partial class WebhookDelivery
{
    [LoggerMessage(4020, LogLevel.Warning, "{WebhookId} of {OwnerId} given up after {Attempts} attempts: {Outcome} ({Status}).")]
    private partial void GivenUp(string webhookId, string ownerId, int attempts, string outcome, int? status);
}
