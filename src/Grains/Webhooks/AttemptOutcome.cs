using System.Net.Sockets;
using System.Security.Authentication;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Sorts status codes and exceptions into outcomes.</summary>
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

    /// <param name="failure">What came instead of response headers.</param>
    /// <param name="attemptIsOver">
    /// Whether the attempt's own token had been cancelled. Asked first: the handler reports its connect timeout as a cancellation too.
    /// </param>
    public static WebhookOutcome OfFailure(Exception failure, bool attemptIsOver)
    {
        if (attemptIsOver)
            return WebhookOutcome.Timeout;

        return failure switch
        {
            OperationCanceledException { InnerException: TimeoutException } => WebhookOutcome.ConnectTimeout,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => WebhookOutcome.Tls,
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => WebhookOutcome.Dns,
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => WebhookOutcome.Reset,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse
                    or HttpRequestError.ConfigurationLimitExceeded
                    or HttpRequestError.HttpProtocolError
                    or HttpRequestError.VersionNegotiationError
            } => WebhookOutcome.ProtocolError,
            _ => OfCause(failure),
        };
    }

    private static WebhookOutcome OfCause(Exception failure)
    {
        var broken = false;
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return OfSocket(socket.SocketErrorCode);
            if (cause is AuthenticationException)
                return WebhookOutcome.Tls;
            broken |= cause is IOException;
        }

        return broken ? WebhookOutcome.Reset : WebhookOutcome.Internal;
    }

    private static WebhookOutcome OfSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => WebhookOutcome.Dns,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => WebhookOutcome.Reset,
        SocketError.TimedOut => WebhookOutcome.ConnectTimeout,
        SocketError.ConnectionRefused
            or SocketError.HostUnreachable
            or SocketError.NetworkUnreachable
            or SocketError.HostDown
            or SocketError.NetworkDown
            or SocketError.AddressNotAvailable
            or SocketError.AccessDenied => WebhookOutcome.ConnectRefused,
        _ => WebhookOutcome.Internal,
    };
}
