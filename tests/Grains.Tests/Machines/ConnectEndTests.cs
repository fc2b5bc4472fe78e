using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using static Orchestrator.Grains.Tests.Machines.ConnectRows;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>The rows by which a connect ends, and what it answers afterwards.</summary>
public sealed class ConnectEndTests
{
    [Theory]
    [InlineData(EndReason.Declined, EndReason.Busy, EndReason.NoAnswer, FailedReason.Declined)]
    [InlineData(EndReason.Error, EndReason.NoAnswer, EndReason.Declined, FailedReason.Declined)]
    [InlineData(EndReason.Error, EndReason.Busy, EndReason.NoAnswer, FailedReason.Busy)]
    [InlineData(EndReason.NoAnswer, EndReason.Error, EndReason.Error, FailedReason.NoAnswer)]
    [InlineData(EndReason.Error, EndReason.Error, EndReason.Error, FailedReason.Error)]
    [InlineData(EndReason.Hangup, EndReason.Error, EndReason.Error, FailedReason.NoAnswer)]
    [InlineData(EndReason.Hangup, EndReason.Busy, EndReason.Error, FailedReason.Busy)]
    public void Hunting_NobodyWins_FailsWithTheBestReason(EndReason first, EndReason second, EndReason third, FailedReason expected)
    {
        var state = Step(Step(WhileHunting, Over(1, first)).State, Over(2, second)).State;
        IsFailed(Step(state, Over(3, third)), expected, default);
    }

    [Fact]
    public void AnsweringCaller_CallerHangsUp_FailsCancelled() =>
        IsFailed(Step(Answering, new CallerLeft(At(1))), FailedReason.Cancel, ReleaseCause.CallerGone);

    [Fact]
    public void AnsweringCaller_ApiEnds_FailsCancelled() =>
        IsFailed(Step(Answering, new EndOrdered(At(1))), FailedReason.Cancel, ReleaseCause.ApiRequest);

    [Fact]
    public void Hunting_CallerHangsUp_EveryOpenLegIsCancelled() =>
        IsFailed(Step(WhileHunting, new CallerLeft(At(1))), FailedReason.Cancel, ReleaseCause.CallerGone, 1, 2);

    [Fact]
    public void Hunting_ApiEnds_EveryOpenLegIsCancelled()
    {
        var state = Step(WhileHunting, Over(1, EndReason.Declined)).State;
        IsFailed(Step(state, new EndOrdered(At(4))), FailedReason.Cancel, ReleaseCause.ApiRequest, 2);
    }

    [Fact]
    public void Bridging_CallerHangsUp_WinnerIsCancelled() =>
        IsFailed(Step(WhileBridging, new CallerLeft(At(2))), FailedReason.Cancel, ReleaseCause.CallerGone, 1);

    [Fact]
    public void Bridging_ApiEnds_WinnerIsCancelled() =>
        IsFailed(Step(WhileBridging, new EndOrdered(At(2))), FailedReason.Cancel, ReleaseCause.ApiRequest, 1);

    [Theory]
    [InlineData(EndReason.Hangup, FailedReason.NoAnswer)]
    [InlineData(EndReason.Error, FailedReason.Error)]
    public void Bridging_WinnerIsLost_FailsAndNobodyElseCanWin(EndReason reason, FailedReason expected)
    {
        var row = Step(WhileBridging, Over(1, reason));
        IsFailed(row, expected, default);
        Assert.IsType<ConnectOver>(Step(row.State, new LegAsks(At(5), 2)).State);
    }

    [Fact]
    public void Bridging_BridgeRefused_FailsAndIsOurFault()
    {
        var failed = IsFailed(Step(WhileBridging, new CallerNotBridged(At(2), 1, "gone")), FailedReason.Error, ReleaseCause.EngineError, 1);
        Assert.Equal(Fault.Ours, failed.Fault);
    }

    [Fact]
    public void Bridging_NotBridgedInTime_Fails()
    {
        var state = WhileBridging;
        Nothing(state, Step(state, new AlarmRang(At(30))));
        IsFailed(Step(state, new AlarmRang(At(31))), FailedReason.Error, ReleaseCause.EngineError, 1);
    }

    [Fact]
    public void Connected_CalleeHangsUp_IsDisconnected() =>
        IsDisconnected(Step(WhileConnected, Over(1, EndReason.Hangup, at: 5)), BridgeEnd.Callee, default);

    [Fact]
    public void Connected_CalleeIsLost_IsDisconnectedByError() =>
        IsDisconnected(Step(WhileConnected, Over(1, EndReason.Error, at: 5)), BridgeEnd.Error, default);

    [Fact]
    public void Connected_CallerHangsUp_WinnerIsHungUp() =>
        IsDisconnected(Step(WhileConnected, new CallerLeft(At(5))), BridgeEnd.Caller, ReleaseCause.CallerHungUp, 1);

    [Theory]
    [InlineData(ReleaseCause.MaxDuration, BridgeEnd.MaxDuration, ReleaseCause.MaxDuration)]
    [InlineData(ReleaseCause.ApiRequest, BridgeEnd.ApiRequest, ReleaseCause.CallerHungUp)]
    public void Connected_CallerIsHungUp_SaysWhy(ReleaseCause why, BridgeEnd end, ReleaseCause winner) =>
        IsDisconnected(Step(WhileConnected, new CallerLeft(At(5), Cause: why)), end, winner, 1);

    [Theory]
    [InlineData(ReleaseCause.MaxDuration, "the caller's time was up")]
    [InlineData(ReleaseCause.ApiRequest, "the API ended the caller's call")]
    [InlineData(null, "the caller hung up")]
    public void Connecting_CallerIsGone_SaysWhy(ReleaseCause? why, string detail) =>
        Assert.Equal(detail, IsFailed(Step(WhileHunting, new CallerLeft(At(1), Cause: why)), FailedReason.Cancel, ReleaseCause.CallerGone, 1, 2).Detail);

    [Fact]
    public void Connected_ApiEnds_WinnerIsHungUp() =>
        IsDisconnected(Step(WhileConnected, new EndOrdered(At(5))), BridgeEnd.ApiRequest, ReleaseCause.ConnectOver, 1);

    [Fact]
    public void Connected_MaxDuration_CountsFromConnected()
    {
        var state = WhileConnected;
        Nothing(state, Step(state, new AlarmRang(At(61.999))));
        var row = Step(state, new AlarmRang(At(62)));
        IsDisconnected(row, BridgeEnd.MaxDuration, ReleaseCause.MaxDuration, 1);
        Assert.Equal(60, Assert.IsType<ConnectDisconnected>(row.Facts[0]).BridgedSeconds);
    }

    [Fact]
    public void Connected_LoserEnds_GoesOn()
    {
        var row = Step(WhileConnected, Over(2, EndReason.Cancel));
        Assert.IsType<Connected>(row.State);
        Assert.True(row.State.Legs[1].Told);
        Assert.Empty(row.Facts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Over_Anything_TellsNothingButLateAnswers(bool connected)
    {
        var state = connected ? Disconnected : Failed;
        Nothing(state, Step(state, new CallerLeft(At(9))));
        Nothing(state, Step(state, new EndOrdered(At(9))));
        Nothing(state, Step(state, new AlarmRang(At(9_999))));
        Nothing(state, Step(state, Acceptance));
        Nothing(state, Step(state, new LegRinging(At(9), 1)));
        Nothing(state, Step(state, new CallerNotBridged(At(9), 1, null)));
        Step(state, new CallerBridged(At(9), 1)).Does(new FreeCaller());
        var ended = Step(state, Over(1, EndReason.Cancel));
        Assert.Empty(ended.Facts);
        Assert.Empty(ended.Effects);
        Assert.True(ended.State.Legs[0].Told);
    }

    [Fact]
    public void Over_LegAsks_IsReleasedForTheReasonItWasReleasedFirst()
    {
        Step(Disconnected, new LegAsks(At(9), 1)).Does(new ReleaseLeg(1, ReleaseCause.CallerHungUp));
        Step(Disconnected, new LegAsks(At(9), 2)).Does(new ReleaseLeg(2, ReleaseCause.LostRace));
        Step(Failed, new LegAsks(At(9), 1)).Does(new ReleaseLeg(1, ReleaseCause.ApiRequest));
    }

    /// <summary>Its owner was lost between the dialing of the first group and the note of it: they ring, perhaps.</summary>
    [Fact]
    public void CallerWhoIsNeverAnswered_AfterARestart_ReleasesWhomWasDialedPerhaps()
    {
        var restored = ConnectMachine.Restore(Answering, At(0)).State;

        IsFailed(Step(restored, new AlarmRang(At(31))), FailedReason.Error, ReleaseCause.EngineError, 1, 2);
    }

    [Fact]
    public void Restored_EachState_CarriesOutWhatIsMissing()
    {
        Assert.Empty(ConnectMachine.Restore(Born, default).Effects);
        ConnectMachine.Restore(Answering, default).Does(new AnswerCaller());
        ConnectMachine.Restore(WhileHunting, default).Does(new DialLeg(1), new DialLeg(2));
        ConnectMachine.Restore(Step(WhileHunting, Over(1, EndReason.Busy)).State, default).Does(new DialLeg(2));
        ConnectMachine.Restore(WhileBridging, default).Does(new BridgeCaller(1), new ReleaseLeg(2, ReleaseCause.LostRace));
        ConnectMachine.Restore(WhileConnected, default).Does(new BridgeCaller(1), new JoinLeg(1), new ReleaseLeg(2, ReleaseCause.LostRace));
        ConnectMachine.Restore(Failed, default).Does(
            new FreeCaller(), new ReleaseLeg(1, ReleaseCause.ApiRequest), new ReleaseLeg(2, ReleaseCause.ApiRequest));
        ConnectMachine.Restore(Step(Failed, Over(1, EndReason.Cancel)).State, default).Does(
            new FreeCaller(), new ReleaseLeg(2, ReleaseCause.ApiRequest));
    }
}
