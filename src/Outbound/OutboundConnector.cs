using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Outbound;

/// <summary>
/// How a request reaches its receiver: straight, without anything that a handler does of its own accord. What is checked is the address
/// that is dialed, after the name was resolved: no way of writing a URL gets around it.
/// </summary>
public sealed class OutboundConnector(AddressGuard guard, INameResolver names)
{
    private const int HeadersKibibytes = 16;

    public SocketsHttpHandler CreateHandler(OutboundOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        MaxResponseHeadersLength = HeadersKibibytes,
        // What we did not read ourselves is not worth a connection.
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // A name is resolved and checked again after this long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // Otherwise the handler makes a span of its own, with the whole URL in it.
        ActivityHeadersPropagator = null,
        ConnectCallback = Dial,
        SslOptions = { CertificateChainPolicy = CertificateRules.Policy(options.TrustedRoots) },
    };

    /// <exception cref="BlockedAddressException">One of the name's addresses is closed: then none of them is dialed.</exception>
    private async ValueTask<Stream> Dial(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var port = context.DnsEndPoint.Port;
        var addresses = await names.Resolve(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Any(address => !guard.Allows(address, port)))
            throw new BlockedAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses.Select(AddressRules.Plain)], port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
