using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>Whom a caller hears before anybody has answered.</summary>
public sealed class EarlyMediaTests
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Callee_TheOnlyOneThatRings_IsHeardFromItsFirstAudioToItsAnswer(bool answered)
    {
        _bench.Caller("a1", answered);
        Dial("b1", "early=300;answer=1000");
        _bench.AdvanceTo(299);
        Assert.Null(Heard);
        _bench.AdvanceTo(999);
        Assert.Equal("b1", Heard);
        _bench.AdvanceTo(1000);
        Assert.Null(Heard);
    }

    [Fact]
    public void Callees_WhileSeveralRing_NoneIsHeard_AndTheLastOneIsAgain()
    {
        _bench.Caller("a1");
        Dial("b1", "early=100;answer=off");
        _bench.AdvanceTo(500);
        Assert.Equal("b1", Heard);
        Dial("b2", "early=100;status=486;after=1000");
        Assert.Null(Heard);
        _bench.AdvanceTo(1499);
        Assert.Null(Heard);
        _bench.AdvanceTo(1500);
        Assert.Equal("b1", Heard);
        _bench.Give(new Cancel("b1", CancelCause.CallerGone));
        Assert.Null(Heard);
    }

    [Fact]
    public void Callee_WhileSomethingIsPlayed_IsNotHeard()
    {
        _bench.Caller("a1");
        Dial("b1", "early=100;answer=off");
        _bench.Give(new Play("a1", "p1", ["ring:us"], Repeat: true));
        _bench.AdvanceTo(500);
        Assert.Null(Heard);
        _bench.Give(new StopPlay("a1", "p1"));
        Assert.Equal("b1", Heard);
    }

    [Fact]
    public void Callee_OfSomebodyElse_OrSilent_IsNotHeard()
    {
        _bench.Caller("a1");
        _bench.Dial("c1", "sip:c1@sim;early=100;answer=off");
        _bench.AdvanceTo(500);
        Assert.Null(Heard);
        Dial("b1", "answer=off");
        _bench.AdvanceTo(1000);
        Assert.Null(Heard);
    }

    private string? Heard => _bench.Plane.EarlyMediaTo("a1");

    private void Dial(string legId, string does) => _bench.Give(
        new Dial(legId, new DialTarget { To = $"sip:{legId}@sim;{does}", From = "+15550001111", CallerLegId = "a1" }));
}
