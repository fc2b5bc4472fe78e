using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>CANCEL and BYE, and the answers that cross them.</summary>
public sealed class GivingUpTests
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData("sip:bob@sim", "1005 b1 #2 Ended CancelConfirmed 487")]
    [InlineData("sip:bob@sim;cancel=ok", "1005 b1 #2 Ended CancelConfirmed 487")]
    [InlineData("sip:bob@sim;answer=1003", "1005 b1 #2 Ended CancelConfirmed 487")]
    [InlineData("sip:bob@sim;cancel=answer", "1005 b1 #2 Ended AnswerCrossedCancel")]
    [InlineData("sip:bob@sim;cancel=ignore", "33000 b1 #2 Ended CancelUnconfirmed")]
    [InlineData("sip:bob@sim;silent", "33000 b1 #1 Ended CancelUnconfirmed")]
    [InlineData("+15550100487", "1005 b1 #2 Ended AnswerCrossedCancel")]
    [InlineData("+15550100408", "1005 b1 #2 Ended CancelConfirmed 487")]
    [InlineData("+15550100999", "33000 b1 #1 Ended CancelUnconfirmed")]
    public void Cancel_UnansweredLeg_EndsAsTheFarEndReplies(string address, string last)
    {
        _bench.Dial("b1", address);
        _bench.AdvanceTo(1000);

        Assert.Equal(CommandResult.Done, _bench.Give(new Cancel("b1", CancelCause.NoAnswer)));
        Assert.Equal(1, _bench.Plane.LegsUp);
        _bench.AdvanceTo(40_000);

        Assert.Equal(last, _bench.Log[^1]);
        Assert.DoesNotContain(_bench.Events, planeEvent => planeEvent is Answered);
    }

    [Fact]
    public void Cancel_Again_ChangesNothing()
    {
        _bench.Dial("b1", "sip:bob@sim;ring=off");
        foreach (var at in (int[])[100, 103, 200])
        {
            _bench.AdvanceTo(at);
            Assert.Equal(CommandResult.Done, _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere)));
        }

        _bench.AdvanceTo(40_000);
        Assert.Equal(["105 b1 #1 Ended CancelConfirmed 487"], _bench.Log);
    }

    [Fact]
    public void Cancel_AnswerTaken_HangsUp()
    {
        _bench.DialAnswered("b1");
        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));

        Assert.Equal(["0 b1 #1 Answered", "0 b1 #2 Ended LocalHangUp"], _bench.Log);
    }

    [Fact]
    public void Cancel_AnswerAtTheSameInstant_HasCrossed()
    {
        _bench.Before = planeEvent => planeEvent is Progress ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
        _bench.Dial("b1", "sip:bob@sim;answer=210;digits=1@0");
        _bench.AdvanceTo(210);
        _bench.Before = _ => ValueTask.CompletedTask;

        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));
        _bench.AdvanceTo(1000);

        // The answer was behind an event that was not taken: it was never offered, and its number is free.
        Assert.Equal(["250 b1 #1 Progress", "250 b1 #2 Ended AnswerCrossedCancel"], _bench.Log);
    }

    [Fact]
    public void Cancel_AnswerOfferedAndRefused_IsNotOfferedAgainAndKeepsItsNumber()
    {
        _bench.Before = planeEvent => planeEvent is Answered ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
        _bench.DialAnswered("b1");

        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));
        _bench.AdvanceTo(1000);

        Assert.Equal(["50 b1 #2 Ended AnswerCrossedCancel"], _bench.Log);
        Assert.Equal(1, _bench.Plane.Faults);
    }

    [Fact]
    public void Cancel_WhileTheAnswerIsWithTheListener_HasCrossed()
    {
        var held = new TaskCompletionSource();
        _bench.Before = planeEvent => planeEvent is Answered ? new ValueTask(held.Task) : ValueTask.CompletedTask;
        _bench.DialAnswered("b1");

        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));
        Assert.Equal(0, _bench.Plane.LegsUp);
        Bench.LetGo(held);

        Assert.Equal(["0 b1 #1 Answered", "0 b1 #2 Ended AnswerCrossedCancel"], _bench.Log);
    }

    [Fact]
    public void Cancel_FromWithinTheListener_IsTakenAfterTheEventAtHand()
    {
        _bench.Before = planeEvent =>
        {
            if (planeEvent is Progress) _bench.Give(new Cancel("b1", CancelCause.CallerGone));
            return ValueTask.CompletedTask;
        };
        _bench.Dial("b1", "sip:bob@sim");
        _bench.AdvanceTo(1000);

        Assert.Equal(["200 b1 #1 Progress", "205 b1 #2 Ended CancelConfirmed 487"], _bench.Log);
    }

    [Fact]
    public void Cancel_Caller_IsRefused()
    {
        _bench.Caller("a1");
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Cancel("a1", CancelCause.Requested)).Outcome);
        Assert.Equal(1, _bench.Plane.LegsUp);
    }

    [Theory]
    [InlineData("answer=50", "100 b1 #2 Ended LocalHangUp")]
    [InlineData("answer=off", "105 b1 #1 Ended CancelConfirmed 487")]
    [InlineData("answer=off;cancel=answer", "105 b1 #1 Ended AnswerCrossedCancel")]
    public void HangUp_DialedLeg_CancelsOrHangsUp(string parameters, string last)
    {
        _bench.Dial("b1", $"sip:bob@sim;ring=off;{parameters}");
        _bench.AdvanceTo(100);

        Assert.Equal(CommandResult.Done, _bench.Give(new HangUp("b1", HangUpCause.Normal)));
        Assert.Equal(CommandResult.Done, _bench.Give(new HangUp("b1", HangUpCause.Normal)));
        _bench.AdvanceTo(40_000);

        Assert.Equal(last, _bench.Log[^1]);
        Assert.Single(_bench.Events.OfType<Ended>());
    }

    [Theory]
    [InlineData(HangUpCause.Busy, 486)]
    [InlineData(HangUpCause.Declined, 603)]
    [InlineData(HangUpCause.Error, 500)]
    [InlineData(HangUpCause.Normal, 480)]
    public void HangUp_CallerNotAnswered_IsAnsweredWithAFinalResponse(HangUpCause cause, int status)
    {
        _bench.Caller("a1");
        _bench.Give(new HangUp("a1", cause));

        var ended = Assert.IsType<Ended>(Assert.Single(_bench.Events));
        Assert.Equal(new EndCause(EndKind.LocalHangUp, Detail: $"answered the caller with {status}"), ended.Cause);
    }
}
