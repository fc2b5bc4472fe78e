using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using static Orchestrator.Grains.Tests.Machines.ConnectRows;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>The rows of a connect, from its acceptance to the bridge.</summary>
public sealed class ConnectTests
{
    [Fact]
    public void NotAccepted_CallerNotAnswered_AnswersHimFirst()
    {
        var row = Step(Born, new Accepted(At(0), CallerAnswered: false));
        Assert.Equal(new Alarm(TimerKind.CallerAnswer, At(0) + ConnectTerms.CallerTimeout), Assert.IsType<AnsweringCaller>(row.State).Alarm);
        row.Does(new AnswerCaller());
        Assert.IsType<ConnectAccepted>(Assert.Single(row.Facts));
        Assert.True(row.Decides);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void NotAccepted_AnsweredOrAnswerOnBridge_DialsTheFirstGroupAtOnce(bool answered, bool answerOnBridge)
    {
        var row = ConnectMachine.Step(Terms with { AnswerOnBridge = answerOnBridge }, Born, new Accepted(At(0), answered));
        var hunting = Assert.IsType<Hunting>(row.State);
        Assert.Equal(new Alarm(TimerKind.GroupBackstop, At(20) + ConnectTerms.GroupGrace), hunting.Alarm);
        Assert.Equal([LegStanding.Calling, LegStanding.Calling, LegStanding.Planned], hunting.Legs.Select(leg => leg.Standing));
        row.Does(new DialLeg(1, IsFirst: true), new DialLeg(2, IsFirst: true));
        Assert.Equal([2, 1], Assert.IsType<ConnectAccepted>(row.Facts[0]).GroupSizes);
        Assert.Equal(new GroupStarted(1, 2, 2), row.Facts[1]);
        Assert.True(row.Decides);
    }

    [Fact]
    public void AnsweringCaller_Answered_DialsTheFirstGroup()
    {
        var row = Step(Answering, new CallerWasAnswered(At(1)));
        row.Does(new DialLeg(1, IsFirst: true), new DialLeg(2, IsFirst: true));
        Assert.False(row.Decides, "the first group follows from the acceptance");
    }

    [Fact]
    public void AnsweringCaller_NotAnsweredInTime_Fails()
    {
        var state = Answering;
        Nothing(state, Step(state, new AlarmRang(At(29))));
        IsFailed(Step(state, new AlarmRang(At(30))), FailedReason.Error, default);
    }

    [Fact]
    public void Hunting_AcceptedAgain_ChangesNothing()
    {
        var state = WhileHunting;
        Nothing(state, Step(state, Acceptance));
        Nothing(state, Step(state, new CallerWasAnswered(At(1))));
    }

    [Fact]
    public void Hunting_LegsProgress_OnlyMovesForward()
    {
        var state = Step(Step(WhileHunting, new LegConfirms(At(1), 1)).State, new LegRinging(At(2), 1)).State;
        Assert.Equal(LegStanding.Confirming, state.Legs[0].Standing);
        Assert.Equal(LegStanding.Calling, state.Legs[1].Standing);
    }

    [Fact]
    public void Hunting_OneLegConfirms_OthersGoOnRinging() => Assert.Empty(Step(WhileHunting, new LegConfirms(At(1), 1)).Effects);

    [Fact]
    public void Hunting_FirstLegAsks_WinsAndTheOthersAreCancelled()
    {
        var row = Step(WhileHunting, new LegAsks(At(1), 2));
        var bridging = Assert.IsType<Bridging>(row.State);
        Assert.Equal(2, bridging.Winner);
        Assert.Equal(new Alarm(TimerKind.Bridging, At(1) + ConnectTerms.CallerTimeout), bridging.Alarm);
        row.Does(new BridgeCaller(2), new ReleaseLeg(1, ReleaseCause.LostRace));
        row.Says(new LegWon(2));
        Assert.True(row.Decides);
    }

    [Fact]
    public void Hunting_LegEndsAndAnotherGoesOn_NextGroupWaits()
    {
        var row = Step(WhileHunting, Over(1, EndReason.Busy));
        Assert.Equal(1, Assert.IsType<Hunting>(row.State).Group);
        Assert.Empty(row.Effects);
    }

    [Fact]
    public void Hunting_LastLegOfTheGroupEnds_NextGroupIsDialed()
    {
        var row = Step(Step(WhileHunting, Over(1, EndReason.Busy)).State, Over(2, EndReason.NoAnswer));
        Assert.Equal(2, Assert.IsType<Hunting>(row.State).Group);
        row.Does(new DialLeg(3, IsFirst: true));
        row.Says(new GroupStarted(2, 2, 1));
        Assert.Equal(new Alarm(TimerKind.GroupBackstop, At(13) + ConnectTerms.GroupGrace), row.State.Pending);
        Assert.True(row.Decides);
    }

    [Fact]
    public void Hunting_LegThatEndedEndsAgain_ChangesNoEnding()
    {
        var state = Step(WhileHunting, Over(1, EndReason.Busy)).State;
        var again = Step(state, Over(1, EndReason.Error));
        Assert.Equal(EndReason.Busy, again.State.Legs[0].Ending!.Reason);
        Assert.Empty(again.Effects);
    }

    [Fact]
    public void Hunting_LegThatEndedAsks_IsReleased()
    {
        var row = Step(Step(WhileHunting, Over(1, EndReason.NoAnswer)).State, new LegAsks(At(4), 1));
        Assert.IsType<Hunting>(row.State);
        row.Does(new ReleaseLeg(1, ReleaseCause.LostRace));
        row.Says(new LateAnswerRefused(1));
    }

    [Fact]
    public void Hunting_BackstopRings_OpenLegsAreLostAndTheNextGroupIsDialed()
    {
        var state = Step(WhileHunting, Over(1, EndReason.Busy)).State;
        Nothing(state, Step(state, new AlarmRang(At(79))));
        var row = Step(state, new AlarmRang(At(80)));
        Assert.Equal(2, Assert.IsType<Hunting>(row.State).Group);
        row.Does(new ReleaseLeg(2, ReleaseCause.EngineError), new DialLeg(3, IsFirst: true));
        Assert.True(row.Decides);
    }

    [Fact]
    public void Hunting_BackstopOfTheLastGroup_FailsAndIsOurFault()
    {
        var last = Step(Step(WhileHunting, Over(1, EndReason.Error)).State, Over(2, EndReason.Error)).State;
        var failed = IsFailed(Step(last, new AlarmRang(At(73))), FailedReason.Error, ReleaseCause.EngineError, 3);
        Assert.Equal(Fault.Ours, failed.Fault);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Bridging_AnotherAsks_IsReleasedHoweverOftenItAsks(int leg)
    {
        var state = WhileBridging;
        for (var time = 0; time < 2; time++)
        {
            var row = Step(state, new LegAsks(At(2), leg));
            Assert.Same(state, row.State);
            row.Does(new ReleaseLeg(leg, ReleaseCause.LostRace));
        }
    }

    [Fact]
    public void Bridging_WinnerAsksAgain_BridgeIsOrderedAgain() =>
        Step(WhileBridging, new LegAsks(At(2), 1)).Does(new BridgeCaller(1));

    [Fact]
    public void Bridging_CallerWasRestored_BridgeIsOrderedAgain() =>
        Step(WhileBridging, new CallerRestored(At(2))).Does(new BridgeCaller(1));

    [Fact]
    public void AnsweringCaller_CallerWasRestored_AnswerIsOrderedAgain() =>
        Step(Answering, new CallerRestored(At(1))).Does(new AnswerCaller());

    [Fact]
    public void Bridging_CallerBridged_IsConnectedAndMaxDurationCounts()
    {
        var row = Step(WhileBridging, new CallerBridged(At(2), 1));
        var connected = Assert.IsType<Connected>(row.State);
        Assert.Equal((1, At(2)), (connected.Winner, connected.Since));
        Assert.Equal(new Alarm(TimerKind.MaxDuration, At(62)), connected.Alarm);
        row.Does(new JoinLeg(1));
        row.Says(new ConnectBridged(1));
    }

    /// <summary>"connected" is told once, and excludes "failed": it is committed, or a restart tells it again or takes it back.</summary>
    [Fact]
    public void Bridging_CallerBridged_IsCommitted() => Assert.True(Step(WhileBridging, new CallerBridged(At(2), 1)).Decides);

    [Fact]
    public void Bridging_CallerBridgedWithAnother_ChangesNothing()
    {
        var state = WhileBridging;
        Nothing(state, Step(state, new CallerBridged(At(2), 2)));
        Nothing(state, Step(state, new CallerNotBridged(At(2), 2, "gone")));
    }

    [Fact]
    public void Bridging_CallerBridgedWithTheWaiterBefore_ChangesNothing()
    {
        var state = After(Acceptance, new LegAsks(At(1), 1, new QueuedCall("wait_2", "call_2", "node-1", "line_1", "q")));
        Nothing(state, Step(state, new CallerBridged(At(2), 1, "wait_1")));
        Nothing(state, Step(state, new CallerNotBridged(At(2), 1, "gone", "wait_1")));
        Assert.IsType<Connected>(Step(state, new CallerBridged(At(2), 1, "wait_2")).State);
    }

    [Fact]
    public void Connected_RepeatedNews_ChangesNothing()
    {
        var state = WhileConnected;
        Nothing(state, Step(state, new CallerBridged(At(9), 1)));
        Nothing(state, Step(state, new CallerNotBridged(At(9), 1, "gone")));
        Nothing(state, Step(state, new CallerWasAnswered(At(9))));
        Nothing(state, Step(state, new LegRinging(At(9), 1)));
        Step(state, new LegAsks(At(9), 1)).Does(new JoinLeg(1));
    }
}
