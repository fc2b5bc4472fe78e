using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>A phone that tells a private address and is seen at a public one: what goes to it within a call goes the way that it came by.</summary>
public class WaysBackTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public WaysBackTests()
    {
        (_alice, _bob) = (new Phone(_network, "198.51.100.1:5060"), new Phone(_network, "10.0.0.2:5060"));
        _bob.Transport.MoveTo("203.0.113.2:40000");
    }

    [Fact]
    public void CalledByALookUp_IsAcknowledgedAndHungUpThere()
    {
        _bob.OnInvite = call =>
        {
            call.Progress(183, Phone.Sdp, reliable: true);
            call.Answer(default);
        };
        _alice.Call(SipUri.Parse("sip:bob@203.0.113.2:40000"));
        _network.Run(0.1);
        _alice.Session.HangUp();
        _network.Run(0.1);

        Assert.Equal(["183", "answered", "ended Us 200"], _alice.Told);
        Assert.Equal(["prack", "ack", "ended FarEnd"], _bob.Told);
    }

    // The first target was only slow, and answers when the next one is being asked.
    [Fact]
    public void AnsweringLate_IsAcknowledgedAndHungUpThere()
    {
        var dns = new FakeDns { Hosts = { ["many.example"] = [_bob.Transport.Outside.Address, System.Net.IPAddress.Parse("203.0.113.3")] } };
        var caller = new Phone(_network, "198.51.100.2:5060", dns: dns);
        _bob.OnInvite = _ => { };
        _network.Loses = packet => packet.Summary == "100 INVITE";
        caller.Call(SipUri.Parse("sip:bob@many.example:40000"), options => options with { FirstResponseTimeout = TimeSpan.FromSeconds(2) });
        _network.Run(3);
        _bob.Calls.Single().Answer(Phone.Sdp);
        _network.Run(0.1);
        caller.Session.HangUp();
        _network.Run(0.1);

        Assert.Equal(["ack", "ended FarEnd"], _bob.Told);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoMoves_AndSaysSo_IsReachedWhereHeIs(bool byUpdate)
    {
        _bob.Call(_alice);
        _network.Run(0.1);
        _bob.Transport.MoveTo("203.0.113.2:50000");
        _ = _bob.Session.Offer(Phone.Sdp, byUpdate);
        _network.Run(0.1);
        _alice.Session.HangUp();
        _network.Run(0.1);

        Assert.Equal(["answered", "ended FarEnd"], _bob.Told);
    }

    [Fact]
    public void WhoWasCalled_AndMoves_AndSaysSo_IsReachedWhereHeIs()
    {
        _alice.Call(SipUri.Parse("sip:bob@203.0.113.2:40000"));
        _network.Run(0.1);
        _bob.Transport.MoveTo("203.0.113.2:50000");
        _ = _bob.Session.Offer(Phone.Sdp);
        _network.Run(0.1);
        _alice.Session.HangUp();
        _network.Run(0.1);

        Assert.Equal(["ack", "ended FarEnd"], _bob.Told);
    }
}
