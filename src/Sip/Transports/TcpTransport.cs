using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Orchestrator.Sip.Transports;

public sealed class TcpTransport(IPEndPoint local, TimeProvider time, StreamOptions? options = null)
    : StreamTransport(SipProtocol.Tcp, local, options, time)
{
    protected override Task<Stream> Open(Socket socket, SipTarget target, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true));

    protected override Task<Stream> Welcome(Socket socket, CancellationToken cancellation) =>
        Task.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true));
}

/// <summary>TCP within TLS. Certificates, trust and client certificates are what the given options say.</summary>
public sealed class TlsTransport(
    IPEndPoint local, TimeProvider time, SslServerAuthenticationOptions server, SslClientAuthenticationOptions? client = null, StreamOptions? options = null)
    : StreamTransport(SipProtocol.Tls, local, options, time)
{
    protected override Task<Stream> Open(Socket socket, SipTarget target, CancellationToken cancellation) =>
        Tls.Open(socket, target, client, cancellation);

    protected override Task<Stream> Welcome(Socket socket, CancellationToken cancellation) => Tls.Welcome(socket, server, cancellation);
}

internal static class Tls
{
    /// <summary>The far end's certificate must carry the name that was looked up (RFC 5922).</summary>
    public static async Task<Stream> Open(Socket socket, SipTarget target, SslClientAuthenticationOptions? options, CancellationToken cancellation)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = target.Host ?? target.EndPoint.Address.ToString(),
                ClientCertificates = options?.ClientCertificates,
                RemoteCertificateValidationCallback = options?.RemoteCertificateValidationCallback,
                CertificateChainPolicy = options?.CertificateChainPolicy,
            },
            cancellation).ConfigureAwait(false);
        return stream;
    }

    public static async Task<Stream> Welcome(Socket socket, SslServerAuthenticationOptions options, CancellationToken cancellation)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await stream.AuthenticateAsServerAsync(options, cancellation).ConfigureAwait(false);
        return stream;
    }
}
