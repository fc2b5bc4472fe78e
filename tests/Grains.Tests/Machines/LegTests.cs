using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;
using static Orchestrator.Grains.Tests.Machines.LegRows;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>The rows of a B leg, from its birth to the bridge.</summary>
public sealed class LegTests
{
    public static TheoryData<LegState> Live => [WhileDialing, WhileRinging, WhileConfirming, WhileReady, BridgedLeg];

    [Fact]
    public void Unborn_DialOrdered_IsPlacedWithItsRingTimer()
    {
        var row = B(new Unborn(), new DialOrdered(At(1)));
        Assert.Equal(new Dialing(new Alarm(TimerKind.Ring, At(21))), row.State);
        row.Does(new PlaceCall());
        Assert.True(row.Decides);
    }

    [Fact]
    public void Unborn_ReleaseOrdered_IsOverAndNeverDialed()
    {
        var row = B(new Unborn(), new ReleaseOrdered(At(1), ReleaseCause.CallerGone));
        Assert.True(Ended(row, EndReason.Cancel, ReleaseCause.CallerGone).Dead);
        Assert.DoesNotContain(row.Effects, effect => effect is PlaceCall or LetGo);
        Assert.DoesNotContain(B(row.State, new DialOrdered(At(2))).Effects, effect => effect is PlaceCall);
    }

    // It may be bridged with the one it was given already: in line again, it would be given another one.
    [Fact]
    public void Restored_ReadyOutOfAQueue_AsksToBeJoinedAndTakesNobody()
    {
        var row = LegMachine.Restore(Terms with { FromQueue = true }, WhileReady, At(40));
        Assert.Equal(new Ready(new Alarm(TimerKind.Decision, At(100))), row.State);
        row.Does(new TellConnect(LegNews.Ready));
    }

    [Fact]
    public void Dialing_FarEndRang_Rings()
    {
        var row = B(WhileDialing, new FarEndRang(At(1)));
        Assert.Equal(WhileRinging, row.State);
        row.Does(new TellConnect(LegNews.Ringing));
        row.Says(new LegRang());
    }

    [Fact]
    public void Dialing_FarEndSentMedia_RingsWithEarlyMedia()
    {
        var row = B(WhileDialing, new FarEndSentMedia(At(1)));
        Assert.Equal(WhileRinging with { EarlyMedia = true }, row.State);
        row.Says(new LegEarlyMedia());
    }

    [Fact]
    public void Ringing_FarEndSentMediaTwice_TellsOnce()
    {
        var row = B(WhileRinging, new FarEndSentMedia(At(1)));
        row.Says(new LegEarlyMedia());
        Nothing(row.State, B(row.State, new FarEndSentMedia(At(2))));
        Nothing(row.State, B(row.State, new FarEndRang(At(2))));
    }

    [Fact]
    public void Dialing_DialOrderedAgain_ChangesNothing() => Nothing(WhileDialing, B(WhileDialing, new DialOrdered(At(1))));

    [Fact]
    public void Ringing_FarEndAnswered_AsksAndStopsItsRingTimer()
    {
        var row = B(WhileRinging, new FarEndAnswered(At(3)));
        Assert.Equal(new Ready(new Alarm(TimerKind.Decision, At(3) + LegTerms.DecisionTimeout)), row.State);
        row.Does(new TellConnect(LegNews.Ready));
        row.Says(new LegAnswered());
        Assert.True(row.Decides);
    }

    [Fact]
    public void Dialing_FarEndAnsweredWithConfirm_ConfirmTimerCountsFromTheAnswer()
    {
        var row = Confirmed(WhileDialing, new FarEndAnswered(At(3)));
        Assert.Equal(new Confirming(new Alarm(TimerKind.Confirm, At(8))), row.State);
        row.Does(new StartConfirm(), new TellConnect(LegNews.Confirming));
        row.Says(new LegAnswered(), new LegConfirming(5));
        Assert.True(row.Decides);
    }

    [Fact]
    public void Ringing_RingTimerRings_IsCancelledOnTheWireAndEndsNoAnswer()
    {
        Nothing(WhileRinging, B(WhileRinging, new AlarmRang(At(19.999))));
        var row = B(WhileRinging, new AlarmRang(At(20)));
        Assert.False(Ended(row, EndReason.NoAnswer, ReleaseCause.NoAnswer).Dead);
        Assert.Contains(new LetGo(ReleaseCause.NoAnswer, WasAnswered: false), row.Effects);
    }

    [Fact]
    public void Ready_AnswerRepeated_AsksAgain()
    {
        var row = B(WhileReady, new FarEndAnswered(At(31)));
        Assert.Same(WhileReady, row.State);
        row.Does(new TellConnect(LegNews.Ready));
        Assert.Empty(row.Facts);
    }

    [Fact]
    public void Confirming_ScriptPasses_Asks()
    {
        var row = Confirmed(WhileConfirming, new ConfirmEnded(At(4), Passed: true, null));
        Assert.Equal(new Ready(new Alarm(TimerKind.Decision, At(4) + LegTerms.DecisionTimeout)), row.State);
        row.Does(new TellConnect(LegNews.Ready));
        row.Says(new LegConfirmed(true, null));
        Assert.True(row.Decides);
    }

    [Fact]
    public void Confirming_ScriptFails_IsHungUp()
    {
        var row = Confirmed(WhileConfirming, new ConfirmEnded(At(4), Passed: false, "rejected"));
        Assert.True(Ended(row, EndReason.Hangup, ReleaseCause.NotConfirmed).WasAnswered);
        Assert.Contains(new LetGo(ReleaseCause.NotConfirmed, WasAnswered: true), row.Effects);
    }

    [Fact]
    public void Confirming_ConfirmTimerRings_IsHungUp()
    {
        Nothing(WhileConfirming, Confirmed(WhileConfirming, new AlarmRang(At(24))));
        Ended(Confirmed(WhileConfirming, new AlarmRang(At(25))), EndReason.Hangup, ReleaseCause.NotConfirmed);
    }

    [Fact]
    public void Ready_NoWordFromTheConnect_EndsByItself() =>
        Ended(B(WhileReady, new AlarmRang(At(50))), EndReason.Error, ReleaseCause.EngineError);

    [Fact]
    public void Ready_JoinOrdered_IsBridgedAndOutlivesMaxDurationALittle()
    {
        var row = B(WhileReady, new JoinOrdered(At(1), "A", TimeSpan.FromSeconds(60)));
        Assert.Equal(new Bridged(new Alarm(TimerKind.CallLimit, At(61) + LegTerms.BridgeGrace), "A"), row.State);
        row.Says(new LegJoined("A"));
    }

    /// <summary>Joining is not stored: a restart in the middle of a talk brings back a leg that asks again, and waits anew.</summary>
    [Fact]
    public void Ready_RestoredLongAfter_WaitsAnew()
    {
        var restored = LegMachine.Restore(Terms, WhileReady, At(3600)).State;
        Assert.Equal(At(3600) + LegTerms.DecisionTimeout, restored.Pending!.Due);
        Nothing(restored, B(restored, new AlarmRang(At(3601))));
    }

    [Fact]
    public void Bridged_JoinOrderedAgain_ChangesNothing() =>
        Nothing(BridgedLeg, B(BridgedLeg, new JoinOrdered(At(60), "A", TimeSpan.FromSeconds(60))));

    [Fact]
    public void Bridged_NobodyEndsIt_EndsAtItsLimit()
    {
        Nothing(BridgedLeg, B(BridgedLeg, new AlarmRang(At(99))));
        Ended(B(BridgedLeg, new AlarmRang(At(100))), EndReason.Hangup, ReleaseCause.MaxDuration);
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_LostTheRace_IsLetGo(LegState state)
    {
        var row = B(state, new ReleaseOrdered(At(5), ReleaseCause.LostRace));
        var over = Ended(row, state is Bridged ? EndReason.Hangup : EndReason.Cancel, ReleaseCause.LostRace);
        Assert.Contains(new LetGo(ReleaseCause.LostRace, over.WasAnswered), row.Effects);
        Assert.Equal(state is Confirming or Ready or Bridged, over.WasAnswered);
    }

    /// <summary>max_duration is a bridge's: a leg that was not told yet that it was joined was joined all the same.</summary>
    [Theory, MemberData(nameof(Live))]
    public void Live_MaxDurationReached_EndsHangup(LegState state) =>
        Ended(B(state, new ReleaseOrdered(At(5), ReleaseCause.MaxDuration)), EndReason.Hangup, ReleaseCause.MaxDuration);

    [Theory, MemberData(nameof(Live))]
    public void Live_EngineErrorOfItsConnect_EndsError(LegState state) => Assert.Equal(
        Fault.Ours, Ended(B(state, new ReleaseOrdered(At(5), ReleaseCause.EngineError)), EndReason.Error, ReleaseCause.EngineError).Ending.Fault);

    [Theory, MemberData(nameof(Live))]
    public void Live_MediaLost_EndsError(LegState state) =>
        Ended(B(state, new FarEndLostMedia(At(5))), EndReason.Error, ReleaseCause.EngineError);

    [Theory, MemberData(nameof(Live))]
    public void Live_NodeLost_IsDeadAndForgotten(LegState state)
    {
        var row = B(state, Ends(EndKind.PlaneLost));
        Assert.True(Ended(row, EndReason.Error).Dead);
        Assert.Contains(new ForgetCall(), row.Effects);
        Assert.DoesNotContain(row.Effects, effect => effect is LetGo);
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_AlarmRangBeforeItIsDue_ChangesNothing(LegState state) =>
        Nothing(state, B(state, new AlarmRang(state.Pending!.Due.AddTicks(-1))));

    [Fact]
    public void ConfirmingOrReady_DigitCame_IsToldOnly()
    {
        B(WhileReady, new DigitCame(At(1), '5')).Says(new DigitReceived('5'));
        Confirmed(WhileConfirming, new DigitCame(At(1), '1')).Says(new DigitReceived('1'));
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_Restored_AsksThePlaneForItsEvents(LegState state)
    {
        var row = LegMachine.Restore(WithConfirm, state, default);
        Assert.Equal(state, row.State);
        Assert.False(row.Decides);
        Assert.Contains(new PlaceCall(), row.Effects);
        Assert.Equal(state is Confirming, row.Effects.Contains(new StartConfirm()));
    }
}
