using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Orchestrator.Outbound;

/// <summary>
/// How a request reaches its receiver: straight, without anything that a handler does of its own accord. What is checked is the address
/// that is dialed, after the name was resolved: no way of writing a URL gets around it.
/// </summary>
public sealed class OutboundConnector(AddressGuard guard, INameResolver names, IOptions<OutboundOptions> options, TimeProvider time)
{
    private const int HeadersKibibytes = 16;

    private readonly X509ChainPolicy _trusted = CertificateRules.Policy(options.Value.TrustedRoots);

    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = HeadersKibibytes,
        // What we did not read ourselves is not worth a connection.
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // A name is resolved and checked again after this long.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        // Otherwise the handler makes a span of its own, with the whole URL in it.
        ActivityHeadersPropagator = null,
        ConnectCallback = Connect,
    };

    /// <summary>Name, TCP and TLS under one limit, which runs by our clock; the handler's own would run by the machine's.</summary>
    /// <exception cref="BlockedAddressException">One of the name's addresses is closed: then none of them is dialed.</exception>
    /// <exception cref="AuthenticationException">The handshake failed, for whatever reason.</exception>
    /// <exception cref="TimeoutException">Not connected within <see cref="OutboundOptions.ConnectTimeout"/>.</exception>
    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.Value.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var connection = await Dial(context.DnsEndPoint, either.Token);
            var isSecure = context.InitialRequestMessage.RequestUri!.Scheme is "https" or "wss";
            return isSecure ? await Secure(connection, context.DnsEndPoint.Host, either.Token) : connection;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException("Not connected in time.");
        }
    }

    private async Task<Stream> Dial(DnsEndPoint where, CancellationToken cancellationToken)
    {
        var addresses = await names.Resolve(where.Host, cancellationToken);
        if (addresses.Any(address => !guard.Allows(address, where.Port)))
            throw new BlockedAddressException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. addresses.Select(AddressRules.Plain)], where.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> Secure(Stream connection, string host, CancellationToken cancellationToken)
    {
        var secured = new SslStream(connection);
        try
        {
            await secured.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = host, CertificateChainPolicy = _trusted, ApplicationProtocols = [SslApplicationProtocol.Http11] },
                cancellationToken);
            return secured;
        }
        catch (Exception failure)
        {
            await secured.DisposeAsync();
            // Whoever hangs up or breaks off in the middle of a handshake has refused it, too.
            if (failure is IOException)
                throw new AuthenticationException("The handshake was broken off.", failure);
            throw;
        }
    }
}
