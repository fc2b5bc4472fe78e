using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What holds of one step of either machine, for every state and every event, however unlikely they are together.</summary>
public sealed class MachineProperties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    [Fact]
    public void Leg_AnyStateAnyEvent_KeepsTheRules() => Check.One(Config, Prop.ForAll(Arbitraries.LegSteps, given =>
    {
        var (terms, state, happened) = given;
        var row = LegMachine.Step(terms, state, happened);

        if (state is LegOver before)
        {
            var after = Assert.IsType<LegOver>(row.State);
            Assert.Equal(before with { Dead = after.Dead }, after);
            Assert.True(after.Dead || !before.Dead);
            Assert.All(row.Facts, fact => Assert.IsType<LegDead>(fact));
        }

        Assert.Equal(state is not LegOver && row.State is LegOver, row.Facts.Any(fact => fact is LegEnded));
        Assert.True(
            row.Decides || !row.Facts.Any(fact => fact is LegEnded || (fact is LegAnswered && state is not Offered)), "told before it is committed");
        if (happened is Calls.AlarmRang { At: var at } && at < state.Pending?.Due)
            LegRows.Nothing(state, row);
        if (row.State is LiveLeg && state is Unborn)
            Assert.Contains(new PlaceCall(), row.Effects);
        RestoreOnlyWishes(LegMachine.Restore(terms, row.State, default), row.State);
    }));

    [Fact]
    public void Connect_AnyStateAnyEvent_KeepsTheRules() => Check.One(Config, Prop.ForAll(Arbitraries.ConnectSteps, given =>
    {
        var (terms, state, happened) = given;
        var row = ConnectMachine.Step(terms, state, happened);

        if (state is ConnectOver before)
        {
            var after = Assert.IsType<ConnectOver>(row.State);
            Assert.Equal((before.Reason, before.Winner), (after.Reason, after.Winner));
            Assert.All(row.Facts, fact => Assert.IsType<LateAnswerRefused>(fact));
            Assert.All(row.Effects, effect => Assert.True(effect is ReleaseLeg or FreeCaller));
        }

        Assert.Equal(
            state is not ConnectOver && row.State is ConnectOver, row.Facts.Any(fact => fact is ConnectFailed or ConnectDisconnected));
        Assert.Equal(state is Connected && row.State is ConnectOver, row.Facts.Any(fact => fact is ConnectDisconnected));
        Assert.Equal(state is Bridging && row.State is Connected, row.Facts.Any(fact => fact is ConnectBridged));
        Assert.Equal(state is Hunting && row.State is Bridging, row.Facts.Any(fact => fact is LegWon));
        Assert.True(row.Decides || row.Facts.All(fact => fact is LateAnswerRefused or GroupStarted { Group: 1 }), "told before it is committed");
        if (state is Bridging or Connected && row.State is Bridging or Connected)
            Assert.Equal(WinnerOf(state), WinnerOf(row.State));
        if (happened is Connects.AlarmRang { At: var at } && at < state.Pending?.Due)
            ConnectRows.Nothing(state, row);
        for (var leg = 0; leg < state.Legs.Length; leg++)
        {
            var (was, now) = (state.Legs[leg], row.State.Legs[leg]);
            Assert.Equal((was.Number, was.Group), (now.Number, now.Group));
            Assert.True(was.Standing != LegStanding.Over || was.Ending is null || now.Ending == was.Ending, "an ending changes");
        }

        RestoreOnlyWishes(ConnectMachine.Restore(row.State, default), row.State);
    }));

    private static int? WinnerOf(ConnectState state) => (state as Bridging)?.Winner ?? (state as Connected)?.Winner;

    private static void RestoreOnlyWishes<TState, TEffect>(Grains.Engine.Step<TState, TEffect> restored, TState state)
        where TState : class
    {
        Assert.Equal(state.GetType(), restored.State.GetType());
        Assert.Empty(restored.Facts);
        Assert.False(restored.Decides);
    }
}
