using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// How the silo's one connection pool reaches receivers: straight, without anything that a handler does of its own accord. The
/// addresses that are dialed are known only in <see cref="Dial"/>, so whatever must be refused by address is refused there.
/// </summary>
internal static class WebhookConnector
{
    private const int HeadersKibibytes = 16;

    public static SocketsHttpHandler CreateHandler(WebhookOptions options) => new()
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
        // A name is resolved again after this long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // Otherwise the handler makes a span of its own, with the whole URL in it.
        ActivityHeadersPropagator = null,
        ConnectCallback = Dial,
        SslOptions = { CertificateChainPolicy = NoFetching() },
    };

    private static async ValueTask<Stream> Dial(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A receiver's certificate names URLs (issuers, revocation lists); checking it must not call them.</summary>
    private static X509ChainPolicy NoFetching() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };
}
