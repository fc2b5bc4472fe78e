using System.Net.Sockets;
using System.Security.Authentication;

namespace Orchestrator.Outbound;

/// <summary>Why no response headers came.</summary>
public enum OutboundFailure
{
    /// <summary>The host's name has no address.</summary>
    Dns,

    /// <summary>Nobody listens there, or no way leads there.</summary>
    ConnectRefused,

    /// <summary>Name, TCP and TLS together took too long.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed: certificate, name, protocol.</summary>
    Tls,

    /// <summary>The connection broke before the headers were complete.</summary>
    Reset,

    /// <summary>No complete headers in time.</summary>
    Timeout,

    /// <summary>What came is not HTTP, or breaks its limits.</summary>
    ProtocolError,

    /// <summary>The name leads where a stranger's URL must not.</summary>
    BlockedAddress,

    /// <summary>A fault of ours.</summary>
    Internal,
}

/// <summary>Sorts exceptions into failures.</summary>
public static class FailureReader
{
    /// <param name="failure">What came instead of response headers.</param>
    /// <param name="isOver">
    /// Whether the request's own time was over. Asked first: what else it broke on the way is no news.
    /// </param>
    public static OutboundFailure Of(Exception failure, bool isOver)
    {
        if (isOver)
            return OutboundFailure.Timeout;

        return failure switch
        {
            HttpRequestException { InnerException: TimeoutException } => OutboundFailure.ConnectTimeout,
            HttpRequestException { InnerException: BlockedAddressException } => OutboundFailure.BlockedAddress,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => OutboundFailure.Tls,
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => OutboundFailure.Dns,
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => OutboundFailure.Reset,
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.InvalidResponse
                    or HttpRequestError.ConfigurationLimitExceeded
                    or HttpRequestError.HttpProtocolError
                    or HttpRequestError.VersionNegotiationError
            } => OutboundFailure.ProtocolError,
            _ => OfCause(failure),
        };
    }

    private static OutboundFailure OfCause(Exception failure)
    {
        var broken = false;
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is BlockedAddressException)
                return OutboundFailure.BlockedAddress;
            if (cause is SocketException socket)
                return OfSocket(socket.SocketErrorCode);
            if (cause is AuthenticationException)
                return OutboundFailure.Tls;
            broken |= cause is IOException;
        }

        return broken ? OutboundFailure.Reset : OutboundFailure.Internal;
    }

    private static OutboundFailure OfSocket(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery => OutboundFailure.Dns,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => OutboundFailure.Reset,
        SocketError.TimedOut => OutboundFailure.ConnectTimeout,
        SocketError.ConnectionRefused
            or SocketError.HostUnreachable
            or SocketError.NetworkUnreachable
            or SocketError.HostDown
            or SocketError.NetworkDown
            or SocketError.AddressNotAvailable
            or SocketError.AccessDenied => OutboundFailure.ConnectRefused,
        _ => OutboundFailure.Internal,
    };
}
