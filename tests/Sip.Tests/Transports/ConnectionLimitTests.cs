using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.Transports;

/// <summary>How many may connect, and who may stay: real sockets of the loopback, a clock that the test moves.</summary>
public sealed class ConnectionLimitTests
{
    private const string Upgrade =
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n\r\n";

    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:1")]
    public async Task Stranger_WhoSaysNothingWhole_IsHungUp(string said)
    {
        var transport = new TcpTransport(Any, _time);
        await using var agent = NewAgent(transport);
        using var silent = await Stranger.At(transport);
        using var whole = await Stranger.At(transport);
        await silent.Says(said);
        await whole.IsAnswered();
        await Until("both are let in", () => transport.Connections == 2);
        _time.Advance(TimeSpan.FromSeconds(10));

        await silent.IsHungUp();
        await whole.IsAnswered();
        Assert.Equal(1, transport.HungUp);
    }

    [Fact]
    public async Task Page_ThatHasConnected_MayWaitUntilSomebodyCalls()
    {
        var transport = new WebSocketTransport(Any, _time);
        await using var agent = NewAgent(transport);
        using var page = await Stranger.At(transport);
        await page.Says(Upgrade);
        await page.Hears("101 Switching");
        _time.Advance(TimeSpan.FromMinutes(1));
        using var next = await Stranger.At(transport);
        await next.Says(Upgrade);
        await next.Hears("101 Switching");

        Assert.Equal((2, 0), (transport.Connections, transport.HungUp));
    }

    [Fact]
    public async Task Handshakes_AreCounted_AndEndInTime()
    {
        var transport = new WebSocketTransport(Any, _time, options: new StreamOptions { MostConnections = 1 });
        await using var agent = NewAgent(transport);
        using var silent = await Stranger.At(transport);
        using var second = await Stranger.At(transport);
        await second.IsHungUp();
        _time.Advance(TimeSpan.FromSeconds(10));
        await silent.IsHungUp();
        await Until("there is room again", () => transport.HungUp == 2 && transport.Strangers == 0);

        using var third = await Stranger.At(transport);
        await third.Says(Upgrade);
        await third.Hears("101 Switching");
    }

    [Fact]
    public async Task OneAddress_HasSoManyConnections_AndLeavesRoomForOthers()
    {
        var transport = new TcpTransport(Any, _time, new StreamOptions { MostConnectionsPerSource = 2 });
        await using var agent = NewAgent(transport);
        using var first = await Stranger.At(transport);
        using (var second = await Stranger.At(transport))
        {
            using var third = await Stranger.At(transport);
            await third.IsHungUp();
            using var other = await Stranger.At(transport, "127.0.0.2");
            await other.IsAnswered();
            await second.IsAnswered();
        }

        await Until("one has left", () => transport.Strangers == 1);
        using var fourth = await Stranger.At(transport);
        await fourth.IsAnswered();
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::2", false)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    public void OneSource_IsAnAddress_OrASlash64(string one, string other, bool hasRoom)
    {
        var count = new ConnectionCount(most: 10, mostPerSource: 1);
        Assert.True(count.TryEnter(IPAddress.Parse(one)));
        Assert.Equal(hasRoom, count.TryEnter(IPAddress.Parse(other)));
        count.Leave(IPAddress.Parse(one));
        Assert.True(count.TryEnter(IPAddress.Parse(one)));
    }

    [Fact]
    public async Task Connection_OnWhichNothingComes_IsEnded_UnlessAPhoneHasRegisteredOnIt()
    {
        var transport = new TcpTransport(Any, _time);
        await using var agent = NewAgent(transport);
        using var idle = await Stranger.At(transport);
        using var pinging = await Stranger.At(transport);
        using var registered = await Stranger.At(transport);
        await idle.IsAnswered();
        await pinging.IsAnswered();
        await registered.Says("REGISTER sip:b SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1:1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\nContact: <sip:a@c>\r\nContent-Length: 0\r\n\r\n");
        await registered.Hears("SIP/2.0 200");
        for (var tick = 0; tick < 7; tick++)
        {
            _time.Advance(TimeSpan.FromSeconds(90));
            // It answers our ping as RFC 5626 asks for, and asks itself.
            await pinging.Says("\r\n\r\n\r\n");
            await pinging.IsAnswered();
        }

        await idle.IsHungUp();
        await Until("the other two are there", () => transport.Connections == 2);
        _time.Advance(TimeSpan.FromMinutes(55));
        await registered.IsHungUp();
    }

    [Theory]
    [InlineData("REGISTER", "Contact: <sip:a@b>;expires=600, <sip:a@c>;expires=3600", 3600)]
    [InlineData("REGISTER", "Expires: 300\r\nContact: <sip:a@b>", 300)]
    [InlineData("REGISTER", "Expires: 300", 0)]
    [InlineData("INVITE", "Session-Expires: 1800;refresher=uas", 1800)]
    [InlineData("INVITE", "Session-Expires: 999999999", 86_400)]
    [InlineData("INVITE", "Subject: no timer", 86_400)]
    [InlineData("UPDATE", "Session-Expires: 1800", 1800)]
    [InlineData("OPTIONS", "Expires: 3600", 0)]
    public void Answer_TellsHowLongItsWayIsNeeded(string method, string headers, int seconds)
    {
        var response = (SipResponse)SipParser.Parse(System.Text.Encoding.ASCII.GetBytes(
            $"SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP 192.0.2.1:1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: 1\r\nCSeq: 1 {method}\r\n{headers}\r\nContent-Length: 0\r\n\r\n")).Message!;

        Assert.Equal(TimeSpan.FromSeconds(seconds), Promises.Of(response));
    }

    // EMFILE: the process may open no more files for now.
    [Fact]
    public async Task Listener_ThatCannotAccept_TriesAgain()
    {
        var transport = new TcpTransport(Any, TimeProvider.System);
        var accept = transport.AcceptSocket;
        var failures = 0;
        transport.AcceptSocket = stopping => failures++ < 3 ? throw new SocketException((int)SocketError.TooManyOpenSockets) : accept(stopping);
        await using var agent = NewAgent(transport);

        using var stranger = await Stranger.At(transport);
        await stranger.IsAnswered();
        Assert.InRange(failures, 4, int.MaxValue);
    }

    [Fact]
    public async Task Connections_ThatEndAtOnce_AreForgotten()
    {
        await using var transport = new TcpTransport(Any, TimeProvider.System);
        transport.Start(new Nobody());
        for (var i = 0; i < 100; i++)
        {
            (await Stranger.At(transport)).Dispose();
            // One of its own each time: nothing but its end takes it away.
            using var listener = new TcpListener(Any);
            listener.Start();
            var sending = transport.Send("\r\n\r\n"u8.ToArray(), new SipTarget(SipProtocol.Tcp, (IPEndPoint)listener.LocalEndpoint)).AsTask();
            using var socket = await listener.AcceptSocketAsync();
            socket.Close(timeout: 0);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await Until("none is remembered", () => transport is { Connections: 0, Dialed: 0 });
    }

    private static SipUserAgent NewAgent(ISipTransport transport) => new(
        new TransportLayer([transport], TimeProvider.System), new Answering(), resolver: new SipResolver(new FakeDns(), [transport.Protocol]));

    private static async Task Until(string phase, Func<bool> reached)
    {
        for (var i = 0; i < 3000 && !reached(); i++) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Assert.True(reached(), $"Not so after 60 s: {phase}.");
    }

    /// <summary>Lets everybody register for an hour.</summary>
    private sealed class Answering : SipUserAgentHandler
    {
        public override void Invited(IncomingCall call) => call.Reject(480);

        public override void RequestReceived(ServerTransaction request)
        {
            if (request.Request.Method != SipMethods.Register)
            {
                base.RequestReceived(request);
                return;
            }

            var response = SipResponses.To(request.Request, 200, toTag: request.ToTag);
            response.Headers.Add(HeaderNames.Contact, "<sip:a@c>;expires=3600");
            request.Respond(response);
        }
    }

    private sealed class Nobody : ITransportSink
    {
        public void Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source)
        {
        }
    }
}
