using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>The ways a leg is given up, and what the far end hears of the reason.</summary>
public sealed class GivingUpTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData(CancelCause.CompletedElsewhere, "SIP;cause=200;text=\"Call completed elsewhere\"")]
    [InlineData(CancelCause.CallerGone, "Q.850;cause=16;text=\"Caller hung up\"")]
    [InlineData(CancelCause.NoAnswer, "Q.850;cause=19;text=\"No answer\"")]
    [InlineData(CancelCause.Requested, "Q.850;cause=31;text=\"Cancelled\"")]
    public void Leg_CancelledWhileItRings_IsToldWhyAndConfirms(CancelCause cause, string reason)
    {
        _bench.Dial("b1", _bench.Phone(call => call.Progress(180)));
        _bench.Run(0.1);
        Assert.True(_bench.Give(new Cancel("b1", cause)).IsDone);
        Assert.True(_bench.Give(new Cancel("b1", cause)).IsDone);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Ended CancelConfirmed 487"], _bench.Log);
        Assert.Equal(["INVITE", "CANCEL", "ACK"], _bench.Sent);
        Assert.Equal(reason, _bench.Requests("CANCEL")[0].Headers.Get("Reason"));
    }

    [Fact]
    public void Leg_CancelledBeforeAnyResponse_SendsNoCancelUntilOne()
    {
        _bench.Network.Loses = packet => packet.Summary == "100 INVITE";
        var phone = _bench.Phone();
        _bench.Dial("b1", phone);
        _bench.Give(new Cancel("b1", CancelCause.CallerGone));
        _bench.Run(0.4);
        Assert.Equal(["INVITE"], _bench.Sent);

        phone.Calls[0].Progress(180);
        _bench.Run(0.1);
        Assert.Equal(["INVITE", "CANCEL", "ACK"], _bench.Sent);
        Assert.Equal(["b1 #1 Ended CancelConfirmed 487"], _bench.Log);
    }

    [Fact]
    public void Leg_WhoseAnswerCrossesTheCancel_IsAcknowledgedAndHungUp()
    {
        var phone = _bench.Phone(call => call.Progress(180));
        _bench.Dial("b1", phone);
        _bench.Run(0.1);
        phone.Calls[0].Answer(Phone.Sdp);
        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));
        _bench.Run(0.2);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Ended AnswerCrossedCancel"], _bench.Log);
        Assert.Equal(["INVITE", "CANCEL", "ACK", "BYE"], _bench.Sent);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Leg_WhoseAnswerTheOwnerHasNotTaken_HasCrossed()
    {
        _bench.Before = e => e is Answered ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
        _bench.DialAnswered("b1");
        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));
        _bench.Run(1);

        var end = Assert.IsType<Ended>(Assert.Single(_bench.Events));
        Assert.Equal((EndKind.AnswerCrossedCancel, false), (end.Cause.Kind, end.WasAnswered));
        Assert.Contains("BYE", _bench.Sent);
        _bench.Expected = _bench.Plane.Faults;
    }

    [Fact]
    public void Leg_ThatIgnoresTheCancel_EndsUnconfirmed()
    {
        _bench.Dial("b1", _bench.Phone(call => call.Progress(180)));
        _bench.Run(0.1);
        _bench.Network.Loses = packet => packet.Summary is "CANCEL";
        _bench.Give(new Cancel("b1", CancelCause.NoAnswer));
        _bench.Run(33);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Ended CancelUnconfirmed"], _bench.Log);
    }

    [Theory]
    [InlineData(HangUpCause.Normal, null)]
    [InlineData(HangUpCause.MaxDuration, "Q.850;cause=31;text=\"Maximum duration reached\"")]
    [InlineData(HangUpCause.Error, "Q.850;cause=41;text=\"Temporary failure\"")]
    public void Leg_HungUp_IsToldByBye(HangUpCause cause, string? reason)
    {
        _bench.DialAnswered("b1");
        _bench.Give(new HangUp("b1", cause));
        _bench.Give(new HangUp("b1", cause));
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Answered", "b1 #2 Ended LocalHangUp"], _bench.Log);
        Assert.Equal(reason, Assert.Single(_bench.Requests("BYE")).Headers.Get("Reason"));
    }

    [Fact]
    public void Leg_ReleasedWhileItRings_DiesAndNobodyIsTold()
    {
        _bench.Dial("b1", _bench.Phone(call => call.Progress(180)));
        _bench.Run(0.1);
        _bench.Give(new Release("b1"));
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Progress"], _bench.Log);
        Assert.Equal(["INVITE", "CANCEL", "ACK"], _bench.Sent);
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }

    [Fact]
    public void Leg_ThatWasNeverDialed_IsUnknown()
    {
        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Give(new Cancel("b9", CancelCause.Requested)).Outcome);
        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Give(new HangUp("b9", HangUpCause.Normal)).Outcome);
        Assert.True(_bench.Give(new Release("b9")).IsDone);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
