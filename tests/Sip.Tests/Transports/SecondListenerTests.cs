using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.Transports;

/// <summary>A user agent with two sockets of one protocol: what comes by the second one is answered from there.</summary>
public class SecondListenerTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly IPEndPoint First = IPEndPoint.Parse("127.0.0.1:0");
    private static readonly IPEndPoint Second = IPEndPoint.Parse("127.0.0.2:0");

    private static string Options => $"OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:1;rport;branch=z9hG4bK{Guid.NewGuid():n}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: {Guid.NewGuid():n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public async Task Udp_IsAnsweredFromWhereItWasAsked()
    {
        await using var agent = NewAgent(new UdpTransport(First), new UdpTransport(Second));
        foreach (var asked in agent.Transports.Transports.Select(transport => transport.LocalEndPoint))
        {
            using var client = new UdpClient(First);
            await client.SendAsync(Encoding.ASCII.GetBytes(Options), asked);
            var answer = await client.ReceiveAsync().WaitAsync(Deadline);
            Assert.Equal(asked, answer.RemoteEndPoint);
            Assert.Contains($"Contact: <sip:{asked}>", Encoding.ASCII.GetString(answer.Buffer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tcp_IsAnsweredOnItsConnection()
    {
        await using var agent = NewAgent(new TcpTransport(First, TimeProvider.System), new TcpTransport(Second, TimeProvider.System));
        foreach (var transport in agent.Transports.Transports)
        {
            using var stranger = await Stranger.At(transport);
            await stranger.IsAnswered();
        }
    }

    [Fact]
    public async Task WebSocket_IsAnsweredOnItsConnection()
    {
        await using var agent = NewAgent(new WebSocketTransport(First, TimeProvider.System), new WebSocketTransport(Second, TimeProvider.System));
        foreach (var transport in agent.Transports.Transports)
        {
            using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
            using var page = new ClientWebSocket();
            page.Options.AddSubProtocol("sip");
            await page.ConnectAsync(new Uri($"ws://{transport.LocalEndPoint}"), deadline.Token);
            await page.SendAsync(Encoding.ASCII.GetBytes(Options), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
            var buffer = new byte[4096];
            var answer = await page.ReceiveAsync(buffer, deadline.Token);
            Assert.StartsWith("SIP/2.0 200", Encoding.ASCII.GetString(buffer, 0, answer.Count), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Call_ToTheSecond_StaysThere()
    {
        var network = new MemoryNetwork();
        var second = network.Open("10.0.0.1:5080");
        var callee = new Phone(network, "10.0.0.1:5060", beside: second);
        var caller = new Phone(network, "10.0.0.2:5060");
        caller.Call(Orchestrator.Sip.Messages.Values.SipUri.Parse($"sip:{second.LocalEndPoint}"));
        network.Run(0.1);
        _ = callee.Session.Offer(Phone.Sdp);
        network.Run(0.1);
        callee.Session.HangUp();
        network.Run(0.1);

        Assert.Equal(["answered", "offer by INVITE", "ack", "ended FarEnd"], caller.Told);
        Assert.Equal(["100 INVITE", "200 INVITE", "INVITE", "ACK", "BYE"], network.Sent(second.LocalEndPoint));
        Assert.Empty(callee.Sent);
    }

    [Fact]
    public void Call_BackToWhoeverCameByTheSecond_LeavesFromThere()
    {
        var network = new MemoryNetwork();
        var second = network.Open("10.0.0.1:5080");
        var agent = new Phone(network, "10.0.0.1:5060", beside: second);
        var phone = new Phone(network, "10.0.0.2:5060");
        agent.Call(phone, options => options with { Target = phone.Transport.Target with { Local = second.LocalEndPoint } });
        network.Run(0.1);
        agent.Session.HangUp();
        network.Run(0.1);

        Assert.Equal(["INVITE", "ACK", "BYE"], network.Sent(second.LocalEndPoint));
        Assert.Empty(agent.Sent);
    }

    [Fact]
    public void Route_ToAFlowOfTheSecond_LeadsOutThere()
    {
        var network = new MemoryNetwork();
        var second = network.Open("10.0.0.1:5080");
        var edge = new Phone(network, "10.0.0.1:5060", beside: second);
        var (caller, phone) = (new Phone(network, "10.0.0.2:5060"), new Phone(network, "10.0.0.3:5060"));
        caller.Call(phone, options => options with { Route = [edge.Agent.RouteTo(phone.Transport.Target with { Local = second.LocalEndPoint })] });
        network.Run(0.1);

        Assert.Equal(["answered"], caller.Told);
        Assert.Equal(["INVITE", "ACK"], network.Packets.Where(packet => packet.To.Equals(phone.Transport.LocalEndPoint) && packet.From.Equals(second.LocalEndPoint)).Select(packet => packet.Summary));
    }

    private static SipUserAgent NewAgent(params ISipTransport[] transports) => new(
        new TransportLayer(transports, TimeProvider.System), resolver: new SipResolver(new FakeDns(), [transports[0].Protocol]));
}
