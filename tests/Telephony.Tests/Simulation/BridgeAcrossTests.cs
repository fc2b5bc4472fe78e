using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>This plane's half of a bridge whose other leg another node carries.</summary>
public sealed class BridgeAcrossTests
{
    private readonly Bench _bench = new();

    public BridgeAcrossTests()
    {
        _bench.Caller("a1", answered: true);
        _bench.DialAnswered("b1");
    }

    [Fact]
    public void Half_WithoutPeerMedia_SaysWhereItTakesAudioAndHearsNothing()
    {
        var offer = _bench.Give(new BridgeAcross("a1", "w1", "node-2", null));

        Assert.Equal((CommandOutcome.Done, "sim:node-1/a1"), (offer.Outcome, offer.Media));
        Assert.Equal(("w1", null, 1), (_bench.Plane.BridgeOf("a1"), _bench.Plane.PeerMediaOf("a1"), _bench.Plane.Bridges));
    }

    [Fact]
    public void Half_GivenAgain_AnswersTheSameAndLearnsThePeersMedia()
    {
        var offer = _bench.Give(new BridgeAcross("a1", "w1", "node-2", null));

        Assert.Equal(offer, _bench.Give(new BridgeAcross("a1", "w1", "node-2", "sim:node-2/w1")));
        Assert.Equal(offer, _bench.Give(new BridgeAcross("a1", "w1", "node-2", null)));
        Assert.Equal(("sim:node-2/w1", 1, 0), (_bench.Plane.PeerMediaOf("a1"), _bench.Plane.Bridges, _bench.Plane.BridgeConflicts));
    }

    [Fact]
    public void Half_OfALegInABridge_IsRefusedAndCounted()
    {
        _bench.Give(new Bridge("a1", "b1"));

        Assert.Equal(new(CommandOutcome.LegGone, "leg a1 is bridged to b1"), _bench.Give(new BridgeAcross("a1", "w1", "node-2", null)));
        Assert.Equal(1, _bench.Plane.BridgeConflicts);
    }

    [Fact]
    public void Half_OfALegThatIsNotUp_IsRefused()
    {
        _bench.Dial("b2", "sip:bob@sim");

        Assert.Equal(new(CommandOutcome.LegGone, "leg b2 is not answered, expected answered"), _bench.Give(new BridgeAcross("b2", "w1", "node-2", null)));
        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Give(new BridgeAcross("b3", "w1", "node-2", null)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Half_PartedOrEnded_LegIsFreeOrGone(bool parted)
    {
        _bench.Give(new BridgeAcross("a1", "w1", "node-2", "sim:node-2/w1"));

        _bench.Give(parted ? new Unbridge("a1", "w1") : new HangUp("a1", HangUpCause.Normal));

        Assert.Equal((null, 0), (_bench.Plane.BridgeOf("a1"), _bench.Plane.Bridges));
        Assert.Equal(parted, _bench.Give(new Bridge("a1", "b1")).IsDone);
    }

    [Fact]
    public void Unbridge_OfAnotherPeer_LeavesTheHalf()
    {
        _bench.Give(new BridgeAcross("a1", "w2", "node-2", null));

        _bench.Give(new Unbridge("a1", "w1"));

        Assert.Equal("w2", _bench.Plane.BridgeOf("a1"));
    }
}
