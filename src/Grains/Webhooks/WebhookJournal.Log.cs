using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Webhooks;

internal sealed partial class WebhookJournal
{
    [LoggerMessage(4010, LogLevel.Warning, "{WebhookId}: the attempt could not be written to the timeline.")]
    private partial void TimelineFailed(string webhookId, Exception failure);

    [LoggerMessage(4011, LogLevel.Error, "{WebhookId}: could not be taken out of the outbox; unless that succeeds it is sent again.")]
    private partial void SettleFailed(string webhookId, Exception failure);
}
