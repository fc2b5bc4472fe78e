using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Sorts status codes and failures into outcomes.</summary>
public static class AttemptOutcome
{
    public static WebhookOutcome OfStatus(int status) => status switch
    {
        >= 200 and <= 299 => WebhookOutcome.Ok,
        >= 300 and <= 399 => WebhookOutcome.Redirect,
        408 or 425 or 429 => WebhookOutcome.Throttled,
        410 => WebhookOutcome.Gone,
        >= 400 and <= 499 => WebhookOutcome.ClientError,
        >= 500 and <= 599 => WebhookOutcome.ServerError,
        // A 101 that nobody asked for, 600 and beyond.
        _ => WebhookOutcome.ProtocolError,
    };

    public static WebhookOutcome OfFailure(OutboundFailure failure) => failure switch
    {
        OutboundFailure.Dns => WebhookOutcome.Dns,
        OutboundFailure.ConnectRefused => WebhookOutcome.ConnectRefused,
        OutboundFailure.ConnectTimeout => WebhookOutcome.ConnectTimeout,
        OutboundFailure.Tls => WebhookOutcome.Tls,
        OutboundFailure.Reset => WebhookOutcome.Reset,
        OutboundFailure.Timeout => WebhookOutcome.Timeout,
        OutboundFailure.ProtocolError => WebhookOutcome.ProtocolError,
        OutboundFailure.BlockedAddress => WebhookOutcome.BlockedAddress,
        _ => WebhookOutcome.Internal,
    };
}
