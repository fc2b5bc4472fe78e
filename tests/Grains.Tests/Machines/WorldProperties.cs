using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>Every promise in every world that can be generated; the message of a failure holds the scenario, its course and the seed.</summary>
public sealed class WorldProperties
{
    [Fact]
    public void StormyWorld_Run_KeepsEveryPromise() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000),
        Prop.ForAll(Scenarios.Stormy, scenario => FinalPromises.Check(scenario, Scheduler.Run(scenario))));

    [Fact]
    public void CalmWorld_Run_EndsAsThePlanAndTheFarEndsSay() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Scenarios.Calm, EndsAsForecast));

    [Fact]
    public void ShuffledWorld_Run_EndsAsThePlanAndTheFarEndsSay() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_500), Prop.ForAll(Scenarios.Shuffled, EndsAsForecast));

    private static void EndsAsForecast(Scenario scenario)
    {
        var world = Scheduler.Run(scenario);
        FinalPromises.Check(scenario, world);
        FinalPromises.NoLegSurvives(world);
        FinalPromises.CallerLeavesEveryBridge(world);
        if (Forecast.Of(scenario) is not { } expected)
            return;
        var facts = world.ConnectOwner.Facts;
        var actual = new Forecast(
            facts.OfType<ConnectBridged>().SingleOrDefault()?.Leg,
            facts.OfType<ConnectFailed>().SingleOrDefault()?.Reason,
            facts.OfType<ConnectDisconnected>().SingleOrDefault()?.EndedBy,
            (int)(world.OverAt - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        Assert.True(expected == actual, $"{expected} was expected and {actual} came about\n{scenario}{world.Trace}");
    }
}
