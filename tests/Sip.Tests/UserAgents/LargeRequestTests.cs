using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>Requests of more than 1300 bytes to far ends that TCP does not reach: a firewall swallows it, a NAT has no hole for it.</summary>
public class LargeRequestTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private readonly MemoryNetwork _network = new();
    private readonly MemoryTransport _tcp;
    private readonly Phone _alice;
    private readonly Phone _bob;

    public LargeRequestTests()
    {
        _tcp = _network.Open("10.0.0.1:5060", SipProtocol.Tcp);
        _tcp.Connecting = new TaskCompletionSource().Task;
        _alice = new Phone(_network, "10.0.0.1:5060", beside: _tcp);
        _bob = new Phone(_network, "10.0.0.2:5060", beside: _network.Open("10.0.0.2:5060", SipProtocol.Tcp));
    }

    [Fact]
    public void ToWhomTcpDoesNotReach_GoesByUdp_BeforeItsFirstResponseIsMissed()
    {
        Call(_bob.Uri, options => options with { FirstResponseTimeout = TimeSpan.FromMilliseconds(500) });
        _network.Run(Silence);

        Assert.Equal(["answered"], _alice.Told);
        Assert.Equal(TcpUpgrade.Patience, _network.Packets[0].At);
    }

    [Fact]
    public void ToWhomTcpDidNotReach_GoesByUdpAtOnce_UntilThatIsForgotten()
    {
        Call(_bob.Uri);
        _network.Run(Silence);
        Assert.Equal(TimeSpan.Zero, TimeToInvite());
        _network.Time.Advance(TcpUpgrade.Memory);
        Assert.Equal(TcpUpgrade.Patience, TimeToInvite());
    }

    [Fact]
    public void ToWhomTcpReaches_GoesByTcp()
    {
        _tcp.Connecting = Task.CompletedTask;
        Call(_bob.Uri);
        _network.Run(0.1);

        Assert.Equal([SipProtocol.Tcp], _bob.Calls.Select(call => call.Source.Protocol));
    }

    [Fact]
    public void ThroughAHoleInANat_GoesByUdpAlone()
    {
        _tcp.Connecting = Task.CompletedTask;
        Call(_bob.Uri, options => options with { Target = _bob.Transport.Target });
        _network.Run(0.1);

        Assert.Equal([SipProtocol.Udp], _bob.Calls.Select(call => call.Source.Protocol));
    }

    [Fact]
    public void ToAUriThatSaysUdp_GoesByUdpAlone()
    {
        _tcp.Connecting = Task.CompletedTask;
        Call(SipUri.Parse($"{_bob.Uri};transport=udp"));
        _network.Run(0.1);

        Assert.Equal([SipProtocol.Udp], _bob.Calls.Select(call => call.Source.Protocol));
    }

    [Fact]
    public void GivenUpWhileTcpIsTried_IsNotSent()
    {
        Call(_bob.Uri).Cancel();
        _network.Run(Silence);

        Assert.Equal(["failed Cancel NotSent"], _alice.Told);
        Assert.Empty(_network.Packets);
    }

    private TimeSpan TimeToInvite()
    {
        var (before, since) = (_network.Packets.Count, _network.Now);
        Call(_bob.Uri);
        _network.Run(Silence);
        return _network.Packets.Skip(before).First(packet => packet.Summary == "INVITE").At - since;
    }

    private OutgoingCall Call(SipUri uri, Func<InviteOptions, InviteOptions>? change = null)
    {
        var offer = new byte[1300].Select(_ => (byte)'x').ToArray();
        return _alice.Call(uri, options => (change is null ? options : change(options)) with { Offer = offer });
    }
}
