using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class CallerTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void StartCaller_NotAnswered_IsUpAndRaisesNothing()
    {
        Assert.Equal(CommandResult.Done, _bench.Caller("a1"));
        _bench.AdvanceTo(40_000);

        Assert.Empty(_bench.Log);
        Assert.Equal(1, _bench.Plane.LegsUp);
    }

    [Fact]
    public void StartCaller_Answered_RaisesAnsweredAtOnce()
    {
        _bench.Caller("a1", answered: true);
        Assert.Equal(["0 a1 #1 Answered"], _bench.Log);
    }

    [Theory]
    [InlineData(false, "1500 a1 #1 Ended RemoteHangUp")]
    [InlineData(true, "1500 a1 #2 Ended RemoteHangUp")]
    public void StartCaller_HangUpAfter_CountsFromTheCommand(bool answered, string last)
    {
        _bench.AdvanceTo(500);
        _bench.Caller("a1", answered, TimeSpan.FromSeconds(1));
        _bench.AdvanceTo(5000);

        Assert.Equal(last, _bench.Log[^1]);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void StartCaller_Again_RepeatsTheEvents()
    {
        _bench.Caller("a1", answered: true);
        _bench.AdvanceTo(10);
        Assert.Equal(CommandResult.Done, _bench.Caller("a1", answered: true));

        Assert.Equal(["0 a1 #1 Answered", "10 a1 #1 Answered"], _bench.Log);
        Assert.Equal(1, _bench.Plane.LegsUp);
    }

    [Fact]
    public void StartCaller_NegativeHangUpAfter_IsRefused()
    {
        Assert.Equal(CommandOutcome.NotSupported, _bench.Caller("a1", hangUpAfter: TimeSpan.FromSeconds(-1)).Outcome);
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }

    [Fact]
    public void Answer_Caller_RaisesAnsweredOnce()
    {
        _bench.Caller("a1", hangUpAfter: TimeSpan.FromSeconds(1));
        _bench.AdvanceTo(20);
        Assert.Equal(CommandResult.Done, _bench.Give(new Ring("a1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Answer("a1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Answer("a1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new Ring("a1")));
        _bench.AdvanceTo(2000);

        Assert.Equal(["20 a1 #1 Answered", "1000 a1 #2 Ended RemoteHangUp"], _bench.Log);
    }

    [Fact]
    public void Answer_CallerWhoHangsUpAtTheSameInstant_IsRefused()
    {
        _bench.Caller("a1", hangUpAfter: TimeSpan.Zero);

        Assert.Equal(new(CommandOutcome.LegGone, "leg a1 is ended, expected a caller not answered yet"), _bench.Give(new Answer("a1")));
        Assert.Equal(["0 a1 #1 Ended RemoteHangUp"], _bench.Log);
    }

    [Fact]
    public void Ring_CallerAnsweredWithoutRinging_IsRefused()
    {
        _bench.Caller("a1", answered: true);
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Ring("a1")).Outcome);
    }

    [Fact]
    public void AnswerAndRing_DialedLeg_AreRefused()
    {
        _bench.Dial("b1", "sip:bob@sim");
        Assert.Equal(new(CommandOutcome.LegGone, "leg b1 was dialed, expected a caller"), _bench.Give(new Answer("b1")));
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Ring("b1")).Outcome);
    }

    [Fact]
    public void DialAndStartCaller_SameLegId_IsRefusedTheSecondTime()
    {
        _bench.Caller("a1");
        _bench.Dial("b1", "sip:bob@sim");

        Assert.Equal(CommandOutcome.LegGone, _bench.Dial("a1", "sip:bob@sim").Outcome);
        Assert.Equal(CommandOutcome.LegGone, _bench.Caller("b1").Outcome);
        Assert.Equal(2, _bench.Plane.LegsUp);
    }

    [Fact]
    public void CallIn_RaisesArrived_AndIsACallerLikeAnyOther()
    {
        var leg = _bench.Plane.CallIn(new IncomingCall { From = "+15550001111", To = "/public/support" }, TimeSpan.FromSeconds(1));
        _bench.AdvanceTo(20);
        Assert.Equal(CommandResult.Done, _bench.Give(new Answer(leg)));
        _bench.AdvanceTo(2000);

        Assert.Equal([$"0 {leg} #1 Arrived", $"20 {leg} #2 Answered", $"1000 {leg} #3 Ended RemoteHangUp"], _bench.Log);
        var arrived = Assert.IsType<Arrived>(_bench.Events[0]);
        Assert.Equal(("node-1", "/public/support"), (arrived.NodeId, arrived.Call.To));
    }

    [Fact]
    public void Recall_Caller_RepeatsItsEventsFromTheFirst()
    {
        var leg = _bench.Plane.CallIn(new IncomingCall { From = "+15550001111", To = "/public/support" });
        _bench.AdvanceTo(10);
        Assert.Equal(CommandResult.Done, _bench.Give(new Recall(leg)));

        Assert.Equal([$"0 {leg} #1 Arrived", $"10 {leg} #1 Arrived"], _bench.Log);
        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Give(new Recall("call_of_nobody")).Outcome);
        _bench.Give(new Answer(leg));
        Assert.True(_bench.Give(new Recall(leg)).IsAnswered);
    }

    [Fact]
    public void Answer_CallerWithASimulatedAddress_DoesWhatItSays()
    {
        var leg = _bench.Plane.CallIn(new IncomingCall { From = "sip:alice@sim;digits=1@500+2@900;talk=1500", To = "/public/support" });
        _bench.AdvanceTo(100);
        _bench.Give(new Answer(leg));
        _bench.AdvanceTo(2000);

        Assert.Equal(
            [
                $"0 {leg} #1 Arrived", $"100 {leg} #2 Answered", $"600 {leg} #3 DigitPressed 1", $"1000 {leg} #4 DigitPressed 2",
                $"1600 {leg} #5 Ended RemoteHangUp",
            ],
            _bench.Log);
    }
}
