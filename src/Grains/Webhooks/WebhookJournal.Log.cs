using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Webhooks;

internal sealed partial class WebhookJournal
{
    [LoggerMessage(4010, LogLevel.Warning, "{WebhookId}: the attempt could not be written to the timeline.")]
    private partial void TimelineFailed(string webhookId, Exception failure);

    [LoggerMessage(4011, LogLevel.Error, "{WebhookId}: what became of it could not be stored; unless that succeeds it is sent again.")]
    private partial void MoveFailed(string webhookId, Exception failure);

    [LoggerMessage(4020, LogLevel.Warning, "{WebhookId} of {OwnerId} given up after {Attempts} attempts: {Outcome} ({Status}).")]
    private partial void GivenUp(string webhookId, string ownerId, int attempts, string outcome, int? status);
}
