using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>How long a call lasts with something on it that has a limit of its own, and who is said to have ended what.</summary>
[Collection(EngineCollection.Name)]
public sealed class CallLimitTests(EngineHost host)
{
    private const string After = "{\"sections\":{\"main\":[{\"set\":{\"after\":1}}]}}";

    // The call has lasted for a minute longer than the bridge; both have four hours.
    [Theory]
    [InlineData("{'answer':{}},")]
    [InlineData("")]
    public async Task Connect_OfAScript_EndsByItsOwnMaxDurationAndTheScriptGoesOn(string answer)
    {
        var run = await new ScriptScenario(host, $"{answer}{{'play':'silence:60'}},{{'connect':{{'to':'sip:b@sim;answer=500'}}}},{{'set':{{'rest':1}}}}").Run();

        Assert.Equal((BridgeEnd.MaxDuration, 14_400), await Disconnected(run));
        Assert.Contains("'rest':1", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_OfAScriptThatSaysHowLongItsCallLasts_EndsByThat()
    {
        var run = await new ScriptScenario(host, "{'answer':{'max_duration':20}},{'connect':{'to':'sip:b@sim;answer=500'}},{'set':{'rest':1}}").Run();

        Assert.Equal((BridgeEnd.MaxDuration, 19.5), await Disconnected(run));
        Assert.DoesNotContain("'rest':1", await run.Vars(), StringComparison.Ordinal);
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is LegReleased { Cause: ReleaseCause.CallerHungUp });
    }

    [Fact]
    public async Task Connect_WhoseCallerTheApiEnds_SaysSo()
    {
        var run = await new ScriptScenario(host, "{'answer':{}},{'connect':{'to':'sip:b@sim;answer=500'}}").Begin();
        await run.Call();
        await run.Until<ConnectBridged>();
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.End(Story.Project, EndReason.Hangup, CallStage.Any));
        await run.ToEnd();

        Assert.Equal(BridgeEnd.ApiRequest, (await Disconnected(run)).By);
    }

    // He knows nothing of the limit of the one who takes him.
    [Fact]
    public async Task Waiter_OfAScript_LivesAsLongAsHisTakersBridge()
    {
        var queue = $"q-{Guid.NewGuid():n}";
        var waiter = await new ScriptScenario(host, $"{{'enter_queue':{{'queue_name':'{queue}','transfer_after_bridge':'{After}'}}}}").Begin();
        await waiter.Call();
        await waiter.Until<WaitEntered>();
        var taker = await new ScriptScenario(host, $"{{'connect':{{'to':'queue:{queue}','max_duration':30000,'transfer_after_bridge':'{After}'}}}}") { Others = [waiter.Session] }.Begin();
        await taker.Call();
        await taker.Ended();
        await waiter.Ended();

        Assert.Equal((BridgeEnd.MaxDuration, 30_000), await Disconnected(taker));
        Assert.Contains("'after':1", await waiter.Vars(), StringComparison.Ordinal);
    }

    private static async Task<(BridgeEnd By, double Seconds)> Disconnected(Story run)
    {
        var over = (ConnectDisconnected)Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected).Event;
        return (over.EndedBy, over.BridgedSeconds);
    }
}
