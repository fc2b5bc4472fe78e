using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.Transports;

/// <summary>Whole calls over real sockets of the loopback.</summary>
public class RealTransportTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);
    private static readonly X509Certificate2 Certificate = NewCertificate();

    [Theory]
    [InlineData(SipProtocol.Udp, 100)]
    [InlineData(SipProtocol.Tcp, 100)]
    [InlineData(SipProtocol.Tls, 100)]
    [InlineData(SipProtocol.Ws, 100)]
    [InlineData(SipProtocol.Wss, 100)]
    [InlineData(SipProtocol.Tcp, 60_000)]
    [InlineData(SipProtocol.Ws, 60_000)]
    public async Task Call_OverAProtocol_IsAnsweredAndHungUp(SipProtocol protocol, int size)
    {
        var home = new Home();
        await using var callee = NewAgent(home, NewTransport(protocol));
        await using var caller = NewAgent(null, NewTransport(protocol));
        var call = Call(caller, new SipTarget(protocol, callee.Transports.Transports[0].LocalEndPoint, "localhost"), size);

        var session = await call.Answered.WaitAsync(Deadline);
        Assert.Equal(size, (await home.Call.Task.WaitAsync(Deadline)).Offer.Length);
        await home.Acknowledged.Task.WaitAsync(Deadline);
        session.HangUp();
        Assert.Equal(EndedBy.FarEnd, (await home.Ended.Task.WaitAsync(Deadline)).By);
    }

    [Fact]
    public async Task Request_TooLargeForUdp_GoesOverTcp()
    {
        var home = new Home();
        await using var callee = SipUserAgent.Listen(Any, home);
        await using var caller = SipUserAgent.Listen(Any);
        var call = Call(caller, callee.Transports.Find(SipProtocol.Udp)!.LocalEndPoint, null, 5000);

        await call.Answered.WaitAsync(Deadline);
        var invited = await home.Call.Task.WaitAsync(Deadline);
        Assert.Equal((SipProtocol.Tcp, "TCP"), (invited.Source.Protocol, invited.Request.TopVia.Transport));
    }

    [Fact]
    public async Task Request_TooLargeForUdp_ToAFarEndWithoutTcp_GoesOverUdpAllTheSame()
    {
        var home = new Home();
        await using var callee = NewAgent(home, new UdpTransport(Any));
        await using var caller = SipUserAgent.Listen(Any);
        var call = Call(caller, callee.Transports.Transports[0].LocalEndPoint, null, 5000);

        await call.Answered.WaitAsync(Deadline);
        Assert.Equal(SipProtocol.Udp, (await home.Call.Task.WaitAsync(Deadline)).Source.Protocol);
    }

    [Fact]
    public async Task TlsServer_WhoseCertificateIsNotTrusted_IsNotSpokenTo()
    {
        await using var callee = NewAgent(new Home(), NewTransport(SipProtocol.Tls));
        await using var caller = NewAgent(null, new TlsTransport(Any, TimeProvider.System, Server()));
        var call = Call(caller, new SipTarget(SipProtocol.Tls, callee.Transports.Transports[0].LocalEndPoint, "localhost"), 100);

        var failed = await Assert.ThrowsAsync<CallFailedException>(() => call.Answered.WaitAsync(Deadline));
        Assert.Equal(RequestFailure.Transport, failed.Ending.Failure);
    }

    // The certificate was checked for the name that the connection was made for.
    [Theory]
    [InlineData(SipProtocol.Tls)]
    [InlineData(SipProtocol.Wss)]
    public async Task Connection_MadeForOneName_IsNotUsedForAnother(SipProtocol protocol)
    {
        await using var callee = NewAgent(new Home(), NewTransport(protocol));
        await using var caller = NewAgent(null, NewTransport(protocol));
        var target = new SipTarget(protocol, callee.Transports.Transports[0].LocalEndPoint, "localhost");
        await Call(caller, target, 100).Answered.WaitAsync(Deadline);
        var other = Call(caller, target with { Host = "other.example" }, 100);

        Assert.Equal(RequestFailure.Transport, (await Assert.ThrowsAsync<CallFailedException>(() => other.Answered.WaitAsync(Deadline))).Ending.Failure);
    }

    // It has shown no certificate.
    [Fact]
    public async Task Connection_MadeByAStranger_IsNotUsedForWhoIsLookedUpAtItsAddress()
    {
        var home = new Home();
        await using var callee = NewAgent(home, NewTransport(SipProtocol.Tls));
        await using var caller = NewAgent(null, NewTransport(SipProtocol.Tls));
        await Call(caller, new SipTarget(SipProtocol.Tls, callee.Transports.Transports[0].LocalEndPoint, "localhost"), 100).Answered.WaitAsync(Deadline);
        var stranger = (await home.Call.Task.WaitAsync(Deadline)).Source.EndPoint;
        var back = Call(callee, new SipTarget(SipProtocol.Tls, stranger, "localhost"), 100);

        Assert.Equal(RequestFailure.Transport, (await Assert.ThrowsAsync<CallFailedException>(() => back.Answered.WaitAsync(Deadline))).Ending.Failure);
    }

    // Its address is where a phone happened to connect from.
    [Theory]
    [InlineData(SipProtocol.Tcp)]
    [InlineData(SipProtocol.Tls)]
    [InlineData(SipProtocol.Ws)]
    public async Task Connection_ThatIsGone_IsNotReplaced(SipProtocol protocol)
    {
        var home = new Home();
        await using var callee = NewAgent(home, NewTransport(protocol));
        await using var caller = NewAgent(null, NewTransport(protocol));
        var gone = new SipTarget(protocol, callee.Transports.Transports[0].LocalEndPoint, "localhost", Connection: 1);
        var call = Call(caller, gone, 100);

        Assert.Equal(RequestFailure.Transport, (await Assert.ThrowsAsync<CallFailedException>(() => call.Answered.WaitAsync(Deadline))).Ending.Failure);
        Assert.Equal(0, ((StreamTransport)caller.Transports.Transports[0]).Dialed);
        Assert.False(home.Call.Task.IsCompleted);
    }

    // A phone that listens nowhere and tells the address that it connects from.
    [Fact]
    public async Task Caller_WhoTellsTheAddressOfHisConnection_IsHungUpOnIt()
    {
        var transport = NewTransport(SipProtocol.Tcp);
        await using var agent = NewAgent(new Home(session => session.HangUp()), transport);
        using var stranger = await Stranger.At(transport);
        await stranger.Calls();
        await stranger.Hears("BYE sip:");
    }

    [Fact]
    public async Task Connection_ThatIsAskedWhetherItLives_Answers_AndIsUsedForResponses()
    {
        await using var agent = NewAgent(new Home(), NewTransport(SipProtocol.Tcp));
        using var client = new TcpClient();
        await client.ConnectAsync(agent.Transports.Transports[0].LocalEndPoint);
        var stream = client.GetStream();
        await stream.WriteAsync("\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        Assert.Equal(2, await stream.ReadAsync(buffer).AsTask().WaitAsync(Deadline));

        await stream.WriteAsync("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        var length = await stream.ReadAsync(buffer).AsTask().WaitAsync(Deadline);
        Assert.Equal(200, ((SipResponse)SipParser.Parse(buffer.AsSpan(0, length)).Message!).Status);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", null, "400")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat\r\n\r\n", null, "400")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, sip\r\nOrigin: https://evil.example\r\n\r\n", "https://good.example", "403")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat, sip\r\nOrigin: https://good.example\r\n\r\n", "https://good.example", "101")]
    public void Handshake_IsAnswered_AsItAsks(string request, string? origin, string status)
    {
        var (accepted, bytes) = WebSocketHandshake.Answer(request, "sip", origin is null ? null : [origin]);
        var answer = System.Text.Encoding.ASCII.GetString(bytes);

        Assert.Equal(status, answer.Split(' ')[1]);
        Assert.Equal(accepted, answer.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", StringComparison.Ordinal));
    }

    private static OutgoingCall Call(SipUserAgent agent, SipTarget target, int size) => Call(agent, target.EndPoint, target, size);

    private static OutgoingCall Call(SipUserAgent agent, IPEndPoint callee, SipTarget? target, int size) => agent.Invite(new InviteOptions
    {
        Uri = SipUri.Parse($"sip:b@{callee}"),
        From = NameAddress.Parse("<sip:a@localhost>"),
        Target = target,
        Offer = new byte[size].Select(_ => (byte)'x').ToArray(),
    });

    private static SipUserAgent NewAgent(SipUserAgentHandler? handler, ISipTransport transport) => new(
        new TransportLayer([transport], TimeProvider.System), handler, resolver: new SipResolver(new FakeDns(), [transport.Protocol]));

    private static ISipTransport NewTransport(SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => new UdpTransport(Any),
        SipProtocol.Tcp => new TcpTransport(Any, TimeProvider.System),
        SipProtocol.Tls => new TlsTransport(Any, TimeProvider.System, Server(), Trusting()),
        SipProtocol.Ws => new WebSocketTransport(Any, TimeProvider.System),
        _ => new WebSocketTransport(Any, TimeProvider.System, Server(), Trusting()),
    };

    private static SslServerAuthenticationOptions Server() => new() { ServerCertificate = Certificate };

    private static SslClientAuthenticationOptions Trusting() => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Home(Action<SipSession>? acknowledged = null) : SipUserAgentHandler
    {
        public TaskCompletionSource<IncomingCall> Call { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Acknowledged { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<CallEnding> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Take(SipSession session)
        {
            Acknowledged.TrySetResult();
            acknowledged?.Invoke(session);
        }

        public override void Invited(IncomingCall call)
        {
            call.Accept(new Listener(this));
            call.Answer(Phone.Sdp);
            Call.TrySetResult(call);
        }

        private sealed class Listener(Home home) : CallListener
        {
            public override void Acknowledged(SipSession session, SipRequest ack) => home.Take(session);

            public override void Ended(SipSession session, CallEnding ending) => home.Ended.TrySetResult(ending);
        }
    }
}
