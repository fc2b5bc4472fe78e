using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>A <c>wss:</c> address is reached the way of every other request: checked, bounded, and with its certificate looked at.</summary>
public sealed class SecureWebSocketTests
{
    [Fact]
    public async Task Connect_CertificateOfATrustedAuthority_IsOpen()
    {
        using var authority = new Authority();
        using var certificate = authority.Issue("127.0.0.1");

        Assert.Equal(WebSocketState.Open, await Connect(certificate, authority.File));
    }

    [Fact]
    public async Task Connect_CertificateOfNobody_IsRefused()
    {
        using var certificate = SelfSigned.Create("127.0.0.1");

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => Connect(certificate, trustedRoots: null));

        Assert.Equal(OutboundFailure.Tls, FailureReader.Of(refused.InnerException!, isOver: false));
    }

    private static async Task<WebSocketState> Connect(X509Certificate2 certificate, string? trustedRoots)
    {
        await using var receiver = await Receiver.Start(
            async (request, context) =>
            {
#pragma warning disable CA5350 // RFC 6455, 4.2.2 says SHA-1.
                var accept = SHA1.HashData(Encoding.ASCII.GetBytes(request["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
#pragma warning restore CA5350
                context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(accept);
                context.Response.Headers.Upgrade = "websocket";
                await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
            },
            listen => listen.UseHttps(certificate));
        var options = Options.Create(new OutboundOptions { AllowLoopback = true, TrustedRoots = trustedRoots });
        using var outbound = new OutboundClient(
            new OutboundConnector(new AddressGuard(options, new OwnAddresses()), new SystemNameResolver(), options, TimeProvider.System), TimeProvider.System);
        using var socket = new ClientWebSocket();

        await Deadline.For(
            socket.ConnectAsync(new Uri(receiver.Url.Replace("https://", "wss://", StringComparison.Ordinal)), outbound.Invoker, default),
            "the WebSocket to be open");
        return socket.State;
    }
}
