using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class BridgeTests
{
    private readonly Bench _bench = new();

    public BridgeTests()
    {
        _bench.Caller("a1", answered: true);
        _bench.DialAnswered("b1", ";talk=1000");
        _bench.DialAnswered("b2");
    }

    [Fact]
    public void Bridge_TwoAnsweredLegs_JoinsThemOnceFromEitherSide()
    {
        Assert.Equal(CommandResult.Done, _bench.Give(new Bridge("a1", "b1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Bridge("a1", "b1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Bridge("b1", "a1")));

        Assert.Equal(("b1", "a1", 1), (_bench.Plane.BridgeOf("a1"), _bench.Plane.BridgeOf("b1"), _bench.Plane.Bridges));
        Assert.Equal(0, _bench.Plane.BridgeConflicts);
    }

    [Fact]
    public void Bridge_LegInAnotherBridge_IsRefusedAndCounted()
    {
        _bench.Give(new Bridge("a1", "b1"));

        Assert.Equal(new(CommandOutcome.LegGone, "leg a1 is bridged to b1"), _bench.Give(new Bridge("a1", "b2")));
        Assert.Equal(new(CommandOutcome.LegGone, "leg b1 is bridged to a1"), _bench.Give(new Bridge("b2", "b1")));
        Assert.Equal(2, _bench.Plane.BridgeConflicts);
        Assert.Null(_bench.Plane.BridgeOf("b2"));
    }

    [Theory]
    [InlineData("sip:bob@sim", "leg b3 is not answered, expected answered")]
    [InlineData("sip:bob@sim;status=486;after=0", "leg b3 is ended, expected answered")]
    public void Bridge_LegNotUp_IsRefused(string address, string detail)
    {
        _bench.Dial("b3", address);

        Assert.Equal(new(CommandOutcome.LegGone, detail), _bench.Give(new Bridge("a1", "b3")));
        Assert.Equal(new(CommandOutcome.LegGone, detail), _bench.Give(new Bridge("b3", "a1")));
        Assert.Equal(0, _bench.Plane.BridgeConflicts);
    }

    [Fact]
    public void Bridge_LegGivenUp_IsRefused()
    {
        _bench.Dial("b3", "sip:bob@sim");
        _bench.Give(new Cancel("b3", CancelCause.CallerGone));
        Assert.Equal(new(CommandOutcome.LegGone, "leg b3 is given up, expected answered"), _bench.Give(new Bridge("a1", "b3")));
    }

    [Fact]
    public void Bridge_ToItselfOrToNobody_IsRefused()
    {
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Bridge("a1", "a1")).Outcome);
        Assert.Equal(new(CommandOutcome.LegGone, "leg x was never dialed here, or released"), _bench.Give(new Bridge("a1", "x")));
    }

    [Fact]
    public void Bridge_EitherLegEnds_IsDroppedAndTheOtherStaysUp()
    {
        _bench.Give(new Bridge("a1", "b1"));
        _bench.AdvanceTo(1000);

        Assert.Equal((null, null, 0), (_bench.Plane.BridgeOf("a1"), _bench.Plane.BridgeOf("b1"), _bench.Plane.Bridges));
        Assert.Equal(CommandResult.Done, _bench.Give(new Bridge("b2", "a1")));
        _bench.Give(new HangUp("a1", HangUpCause.Normal));
        Assert.Equal((null, 0, 1), (_bench.Plane.BridgeOf("b2"), _bench.Plane.Bridges, _bench.Plane.LegsUp));
    }

    [Fact]
    public void Bridge_WhileTheListenerIsToldOfTheEnd_IsRefused()
    {
        var outcomes = new List<CommandOutcome>();
        _bench.Before = planeEvent =>
        {
            if (planeEvent is Ended) outcomes.Add(_bench.Give(new Bridge("a1", "b1")).Outcome);
            return ValueTask.CompletedTask;
        };
        _bench.AdvanceTo(1000);

        Assert.Equal([CommandOutcome.LegGone], outcomes);
    }

    [Fact]
    public void Unbridge_JoinedLegs_PartsThemAndBothStayUp()
    {
        _bench.Give(new Bridge("a1", "b1"));

        Assert.Equal(CommandResult.Done, _bench.Give(new Unbridge("b1", "a1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Unbridge("a1", "b1")));
        Assert.Equal((0, 3), (_bench.Plane.Bridges, _bench.Plane.LegsUp));
        Assert.Equal(CommandResult.Done, _bench.Give(new Bridge("a1", "b2")));
    }

    [Fact]
    public void Unbridge_FromSomebodyElse_LeavesTheBridge()
    {
        _bench.Give(new Bridge("a1", "b1"));

        Assert.Equal(CommandResult.Done, _bench.Give(new Unbridge("a1", "b2")));
        Assert.Equal("b1", _bench.Plane.BridgeOf("a1"));
    }

    [Fact]
    public void SendDigits_AnsweredLeg_ReachTheFarEndOnly()
    {
        _bench.Give(new Bridge("a1", "b2"));
        var events = _bench.Events.Count;

        Assert.Equal(CommandResult.Done, _bench.Give(new SendDigits("b2", "1w2")));
        Assert.Equal(CommandResult.Done, _bench.Give(new SendDigits("b2", "#")));

        Assert.Equal("1w2#", _bench.Plane.DigitsSentTo("b2"));
        Assert.Equal(("", null), (_bench.Plane.DigitsSentTo("a1"), _bench.Plane.DigitsSentTo("x")));
        Assert.Equal(events, _bench.Events.Count);
    }

    [Fact]
    public void SendDigits_OfTheSameId_AreSentOnce()
    {
        Assert.Equal(CommandResult.Done, _bench.Give(new SendDigits("b2", "12", "s1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new SendDigits("b2", "12", "s1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new SendDigits("b2", "12", "s2")));

        Assert.Equal("1212", _bench.Plane.DigitsSentTo("b2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12e")]
    public void SendDigits_NoDigits_IsRefused(string digits) =>
        Assert.Equal(CommandOutcome.NotSupported, _bench.Give(new SendDigits("b2", digits)).Outcome);

    [Fact]
    public void SendDigits_LegNotAnswered_IsRefused()
    {
        _bench.Dial("b3", "sip:bob@sim");
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new SendDigits("b3", "1")).Outcome);
    }
}
