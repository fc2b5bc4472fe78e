using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;
using static Orchestrator.Grains.Tests.Machines.LegRows;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>How what happened becomes an end_reason, and what a leg that is over still answers.</summary>
public sealed class LegEndTests
{
    [Theory]
    [InlineData(486, EndReason.Busy)]
    [InlineData(600, EndReason.Busy)]
    [InlineData(603, EndReason.Declined)]
    [InlineData(607, EndReason.Declined)]
    [InlineData(608, EndReason.Declined)]
    [InlineData(403, EndReason.Declined)]
    [InlineData(408, EndReason.NoAnswer)]
    [InlineData(480, EndReason.NoAnswer)]
    [InlineData(487, EndReason.NoAnswer)]
    [InlineData(300, EndReason.Error)]
    [InlineData(401, EndReason.Error)]
    [InlineData(404, EndReason.Error)]
    [InlineData(488, EndReason.Error)]
    [InlineData(500, EndReason.Error)]
    [InlineData(503, EndReason.Error)]
    [InlineData(604, EndReason.Error)]
    [InlineData(606, EndReason.Error)]
    public void Ringing_Rejected_ReasonFollowsTheStatus(int status, EndReason reason)
    {
        var over = Ended(B(WhileRinging, Ends(EndKind.Rejected, status)), reason);
        Assert.True(over.Dead);
        Assert.Equal(status, over.Ending.SipStatus);
        Assert.Equal(reason == EndReason.Error ? Fault.Upstream : Fault.Callee, over.Ending.Fault);
    }

    [Theory]
    [InlineData(EndKind.NoRoute, EndReason.Error, Fault.Upstream)]
    [InlineData(EndKind.TransportFailure, EndReason.Error, Fault.Upstream)]
    [InlineData(EndKind.PlaneLost, EndReason.Error, Fault.Ours)]
    [InlineData(EndKind.CancelConfirmed, EndReason.NoAnswer, Fault.Callee)]
    [InlineData(EndKind.CancelUnconfirmed, EndReason.NoAnswer, Fault.Callee)]
    [InlineData(EndKind.AnswerCrossedCancel, EndReason.NoAnswer, Fault.Callee)]
    public void Ringing_EndsOtherwise_ReasonFollowsTheKind(EndKind kind, EndReason reason, Fault fault) =>
        Assert.Equal(fault, Ended(B(WhileRinging, Ends(kind)), reason).Ending.Fault);

    [Fact]
    public void Answered_FarEndHangsUp_EndsHangup()
    {
        foreach (var state in new LegState[] { WhileConfirming, WhileReady, BridgedLeg })
            Assert.True(Ended(Confirmed(state, Ends(EndKind.RemoteHangUp)), EndReason.Hangup).WasAnswered);
    }

    [Fact]
    public void Caller_HangsUpUnanswered_EndsCancel() => Ended(A(WhileOffered, Ends(EndKind.RemoteHangUp)), EndReason.Cancel);

    [Fact]
    public void Caller_HangsUpAnswered_EndsHangup() => Ended(A(BridgedCaller, Ends(EndKind.RemoteHangUp)), EndReason.Hangup);

    [Theory]
    [InlineData(EndKind.CancelConfirmed)]
    [InlineData(EndKind.AnswerCrossedCancel)]
    [InlineData(EndKind.CancelUnconfirmed)]
    [InlineData(EndKind.LocalHangUp)]
    [InlineData(EndKind.RemoteHangUp)]
    [InlineData(EndKind.PlaneLost)]
    [InlineData(EndKind.Rejected)]
    public void Over_LastWordOfTheWire_IsDeadAndKeepsItsEnding(EndKind kind)
    {
        var row = B(Over, Ends(kind, at: 12));
        Assert.Equal(Dead, row.State);
        Assert.Equal(2_000, Assert.IsType<LegDead>(Assert.Single(row.Facts)).AfterMilliseconds);
        row.Does(new ForgetCall());
    }

    [Fact]
    public void Over_AnswerCrosses_IsHungUpAndNeverReported()
    {
        var row = B(Over, new FarEndAnswered(At(11)));
        Assert.Same(Over, row.State);
        row.Does(new LetGo(ReleaseCause.LostRace, WasAnswered: true));
        Assert.Empty(row.Facts);
    }

    [Fact]
    public void Dead_EndRepeated_IsForgottenAgainAndToldNoMore()
    {
        var row = B(Dead, Ends(EndKind.CancelConfirmed));
        row.Does(new ForgetCall());
        Assert.Empty(row.Facts);
    }

    /// <summary>An order to dial it that was on its way when its owner was lost came after the word that it is not wanted.</summary>
    [Fact]
    public void Dead_HeardOfAgain_IsLetGo()
    {
        B(Dead, new FarEndRang(At(11))).Does(new LetGo(ReleaseCause.LostRace, WasAnswered: false));
        B(Dead, new FarEndSentMedia(At(11))).Does(new LetGo(ReleaseCause.LostRace, WasAnswered: false));
        B(Dead, new FarEndAnswered(At(11))).Does(new LetGo(ReleaseCause.LostRace, WasAnswered: true));
    }

    [Fact]
    public void Over_OrderedAnything_AnswersHowItEnded()
    {
        LegEvent[] orders =
        [
            new DialOrdered(At(11)), new ReleaseOrdered(At(11), ReleaseCause.ApiRequest),
            new JoinOrdered(At(11), "A", TimeSpan.FromSeconds(1)),
        ];
        foreach (var order in orders)
        {
            foreach (var state in new[] { Over, Dead })
            {
                var row = B(state, order);
                Assert.Same(state, row.State);
                row.Does(new TellConnect(LegNews.Ended, Cancelled));
                Assert.Empty(row.Facts);
            }
        }
    }

    [Fact]
    public void Over_Restored_LetsGoAndTellsAgain() => LegMachine.Restore(Terms, Over, default).Does(
        new LetGo(ReleaseCause.LostRace, WasAnswered: false), new TellConnect(LegNews.Ended, Cancelled));

    /// <summary>A leg that the far end ended is dead at once; a crash before the connect heard of it must not leave the connect waiting.</summary>
    [Fact]
    public void Dead_Restored_TellsAgain()
    {
        Assert.Contains(new TellConnect(LegNews.Ended, Cancelled), LegMachine.Restore(Terms, Dead, default).Effects);
        Assert.Contains(new TellCallersConnect(CallerNews.Ended, Ending: Cancelled, Cause: ReleaseCause.LostRace), LegMachine.Restore(Caller, Dead, default).Effects);
    }

    [Fact]
    public void Unborn_Restored_DoesNothing() => Assert.Empty(LegMachine.Restore(Terms, new Unborn(), default).Effects);
}
