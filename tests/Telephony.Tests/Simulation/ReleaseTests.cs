using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class ReleaseTests
{
    private readonly Bench _bench = new();

    public static TheoryData<PlaneCommand> AllButDialing() =>
    [
        new Cancel("x", CancelCause.Requested), new Answer("x"), new Ring("x"), new HangUp("x", HangUpCause.Normal), new Bridge("x", "a1"),
        new Unbridge("x", "a1"), new Play("x", "p1", ["silence:1"], false), new StopPlay("x", "p1"), new SendDigits("x", "1"),
    ];

    [Theory]
    [MemberData(nameof(AllButDialing))]
    public void Command_UnknownLeg_SaysSo(PlaneCommand command) =>
        Assert.Equal(new(CommandOutcome.UnknownLeg, "leg x was never dialed here, or released"), _bench.Give(command));

    [Theory]
    [MemberData(nameof(AllButDialing))]
    public void Command_ReleasedLeg_SaysSo(PlaneCommand command)
    {
        _bench.Dial("x", "sip:bob@sim;cancel=ignore");
        _bench.Give(new Release("x"));
        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Give(command).Outcome);
    }

    [Fact]
    public void Release_EndedOrUnknownLeg_IsForgotten()
    {
        _bench.Dial("b1", "sip:bob@sim;status=486");
        _bench.AdvanceTo(1000);
        Assert.Equal(1, _bench.Plane.ActiveLegs);

        Assert.Equal(CommandResult.Done, _bench.Give(new Release("b1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Release("b1")));
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }

    [Theory]
    [InlineData("sip:bob@sim;answer=50", 0)]
    [InlineData("sip:bob@sim", 5)]
    [InlineData("sip:bob@sim;cancel=ignore", 32_000)]
    [InlineData("sip:bob@sim;silent", 32_000)]
    public void Release_LegNotEnded_EndsItSilentlyAndForgetsItWhenDead(string address, int deadAfter)
    {
        _bench.Dial("b1", address);
        _bench.AdvanceTo(100);
        var heard = _bench.Log.Count;
        _bench.Give(new Release("b1"));

        if (deadAfter > 0) _bench.AdvanceTo(100 + deadAfter - 1);
        Assert.Equal(deadAfter > 0 ? 1 : 0, _bench.Plane.ActiveLegs);
        _bench.AdvanceTo(100 + deadAfter);
        Assert.Equal((0, 0), (_bench.Plane.ActiveLegs, _bench.Plane.LegsUp));
        Assert.Equal(heard, _bench.Log.Count);
    }

    [Fact]
    public void Release_DyingLeg_IsNotDialedAgain()
    {
        _bench.Dial("b1", "sip:bob@sim;cancel=ignore");
        _bench.Give(new Release("b1"));

        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Dial("b1", "sip:bob@sim").Outcome);
    }

    [Fact]
    public void Release_ListenerKeepsThrowing_IsOfferedNothingMore()
    {
        var offers = 0;
        _bench.Before = _ => throw new InvalidOperationException($"offer {++offers}");
        _bench.DialAnswered("b1", ";talk=10");
        _bench.AdvanceTo(60);
        _bench.Give(new Release("b1"));
        _bench.AdvanceTo(20_000);

        Assert.Equal(2, offers);
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }

    [Fact]
    public void Release_FromWithinTheListener_IsTheLastThingHeard()
    {
        _bench.Before = planeEvent =>
        {
            if (planeEvent is Ended) _bench.Give(new Release(planeEvent.LegId));
            return ValueTask.CompletedTask;
        };
        _bench.DialAnswered("b1", ";talk=10");
        _bench.AdvanceTo(100);

        Assert.Equal(["0 b1 #1 Answered", "10 b1 #2 Ended RemoteHangUp"], _bench.Log);
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }

    [Fact]
    public void Release_BridgedLeg_DropsTheBridge()
    {
        _bench.Caller("a1", answered: true);
        _bench.DialAnswered("b1");
        _bench.Give(new Bridge("a1", "b1"));
        _bench.Give(new Release("b1"));

        Assert.Equal((null, 0, 1), (_bench.Plane.BridgeOf("a1"), _bench.Plane.Bridges, _bench.Plane.LegsUp));
    }
}
