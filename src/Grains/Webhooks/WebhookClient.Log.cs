using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Webhooks;

public sealed partial class WebhookClient
{
    [LoggerMessage(4001, LogLevel.Error, "{WebhookId}: attempt {Attempt} failed in a way that is not the receiver's.")]
    private partial void AttemptFaulted(string webhookId, int attempt, Exception fault);
}
