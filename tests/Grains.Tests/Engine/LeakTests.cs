using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

[Collection(EngineCollection.Name)]
public sealed class LeakTests(EngineHost host)
{
    private const int Connects = 300;

    private static readonly string[] Plans =
    [
        "{'to':'sip:b@sim;answer=500;talk=3000',$hooks}",
        "{'parallel':[{'to':'sip:a@sim;answer=1000;talk=500'},{'to':'sip:b@sim;answer=off;cancel=answer'}],$hooks}",
        "{'serial':[{'to':'sip:a@sim;status=486'},{'to':'sip:b@sim;answer=700;talk=1000'}]}",
        "{'to':'+15550100999','timeout':5,$hooks}",
        "{'to':'sip:b@sim;answer=off'}",
    ];

    [Fact]
    public async Task Engine_ManyConnectsHaveEnded_NothingIsLeft()
    {
        var runs = Enumerable.Range(0, Connects)
            .Select(number => new Scenario(host, Plans[number % Plans.Length], answered: number % 2 == 0, hangUpAfter: number % 5 == 4 ? 2000 : null))
            .ToList();
        await Task.WhenAll(runs.Select(run => run.Start()));

        foreach (var run in runs)
            await run.ToEnd();

        await host.Quiet("all have ended");
        Assert.All(await Task.WhenAll(runs.Select(run => run.View())), view =>
            Assert.True(view is { Complete: true, State: ConnectStatus.Disconnected or ConnectStatus.Failed }, view.Verdict));
        Assert.Equal(0, await Activations());
        Assert.Equal(0, host.Sender.ActiveLanes);
        Assert.Equal(0, host.Plane.ActiveLegs);
        Assert.Equal(0, host.Plane.Bridges);
    }

    [Fact]
    public async Task Engine_OverAndAskedAgain_LeavesAgain()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000'}").Run();

        await run.Start();
        await run.Connect.Cancel(Scenario.Project);
        await run.Connect.Cancel("proj_2");
        await run.Caller.ConnectOver(run.ConnectId, reason: null, bridgedWith: null, onNode: null);
        await run.Leg(1).Release(new LegOrder(Scenario.Project, run.ConnectId, run.CallId, "node-1", 1, 1, "+15550001111", run.Request.Plan.Groups[0].Legs[0], null), ReleaseCause.ApiRequest);

        await run.ToEnd();
        Assert.Equal(0, await Activations());
    }

    // The connect asks its legs, they tell it, and it is over with; were it brought back by what they tell, it would ask again.
    [Theory]
    [InlineData("{'to':'sip:b@sim;answer=500'}", 2000)]
    [InlineData("{'parallel':[{'to':'sip:a@sim;answer=off'},{'to':'sip:b@sim;answer=off'},{'to':'sip:c@sim;answer=off'}]}", 2000)]
    [InlineData("{'parallel':[{'to':'sip:a@sim;answer=500;talk=500'},{'to':'sip:b@sim;answer=500'},{'to':'sip:c@sim;answer=off'}]}", null)]
    public async Task Connect_OverAndBroughtBack_SettlesSoon(string connect, int? hangUpAfter)
    {
        var run = await new Scenario(host, connect, hangUpAfter: hangUpAfter).Run();
        var before = host.Traffic.Requests;

        await run.Connect.Cancel(Scenario.Project);
        await host.Quiet("the connect was asked when it was over");

        Assert.InRange(host.Traffic.Requests - before, 1, 20);
    }

    private async Task<int> Activations()
    {
        var statistics = await host.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
        return statistics.Where(line => line.GrainType.Contains("CallGrain", StringComparison.Ordinal)
            || line.GrainType.Contains("ConnectGrain", StringComparison.Ordinal)).Sum(line => line.ActivationCount);
    }
}
