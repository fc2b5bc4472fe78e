using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Orchestrator.Sip.Transports;

/// <summary>SIP over WebSocket (RFC 7118); with server options for TLS it is the secure one.</summary>
/// <param name="origins">The origins of the pages that may connect; <c>null</c> for all of them.</param>
public sealed class WebSocketTransport(
    IPEndPoint local, TimeProvider time, SslServerAuthenticationOptions? server = null, SslClientAuthenticationOptions? client = null,
    IReadOnlyCollection<string>? origins = null, StreamOptions? options = null)
    : StreamTransport(server is null ? SipProtocol.Ws : SipProtocol.Wss, local, options, time)
{
    private const string SubProtocol = "sip";

    // Pages connect when they are opened, and call when somebody presses a button.
    protected override bool HandshakeSaysSip => true;

    protected override async Task<Stream> Open(Socket socket, SipTarget target, CancellationToken cancellation)
    {
        // The socket is connected already: HTTP is only to speak over it.
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true)),
            SslOptions = client ?? new SslClientAuthenticationOptions(),
        };
        using var invoker = new HttpMessageInvoker(handler);
        var webSocket = new ClientWebSocket();
        webSocket.Options.AddSubProtocol(SubProtocol);
        var scheme = Protocol == SipProtocol.Wss ? "wss" : "ws";
        var uri = new UriBuilder(scheme, target.Host ?? target.EndPoint.Address.ToString(), target.EndPoint.Port).Uri;
        await webSocket.ConnectAsync(uri, invoker, cancellation).ConfigureAwait(false);
        return new WebSocketStream(webSocket);
    }

    protected override async Task<Stream> Welcome(Socket socket, CancellationToken cancellation)
    {
        var stream = server is null
            ? new NetworkStream(socket, ownsSocket: true)
            : await Tls.Welcome(socket, server, cancellation).ConfigureAwait(false);
        var answer = WebSocketHandshake.Answer(await WebSocketHandshake.Read(stream, cancellation).ConfigureAwait(false), SubProtocol, origins);
        await stream.WriteAsync(answer.Bytes, cancellation).ConfigureAwait(false);
        if (!answer.IsAccepted) throw new InvalidDataException("No WebSocket for SIP was asked for.");
        return new WebSocketStream(WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = SubProtocol }));
    }
}
