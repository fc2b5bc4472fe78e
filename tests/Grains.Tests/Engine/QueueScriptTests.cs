using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary><c>enter_queue</c> and <c>connect</c> to a queue as steps of scripts: variables, events, and what runs afterwards on either side.</summary>
[Collection(EngineCollection.Name)]
public sealed class QueueScriptTests(EngineHost host)
{
    private const string After = """'transfer_after_bridge':'{"sections":{"main":[{"set":{"after":"yes"}}]}}'""";

    private readonly string _queue = $"q-{Guid.NewGuid():n}";

    [Fact]
    public async Task Bridge_BothSidesTransferAfterIt_EachOnItsOwnCall()
    {
        var waiter = await Begin(Enter());
        await waiter.Call();
        await waiter.Until<WaitEntered>();
        var taker = await Begin($"{{'connect':{{'to':'queue:{_queue}',{After}}}}}, {{'set':{{'rest':'ran'}}}}");
        await taker.Call(hangUpAfter: null);
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");
        Assert.Equal(taker.CallId, host.Plane.BridgeOf(waiter.CallId));

        await taker.Connect.Cancel(Story.Project);
        await taker.Ended();
        await waiter.Ended();

        Assert.Contains("'after':'yes'", await taker.Vars(), StringComparison.Ordinal);
        Assert.DoesNotContain("'rest'", await taker.Vars(), StringComparison.Ordinal);
        var vars = await waiter.Vars();
        Assert.Contains("'after':'yes'", vars, StringComparison.Ordinal);
        Assert.Contains("'queue_result':'connected'", vars, StringComparison.Ordinal);
        Assert.Contains("'entry_position':1", vars, StringComparison.Ordinal);
        Assert.Contains("'entry_size':1", vars, StringComparison.Ordinal);
        Assert.Equal(["enqueue 1 of 1", "dequeue 0 of 0"], waiter.Letters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bridge_OneSideHangsUp_TheOtherGoesOnWithItsTransfer(bool waiterHangsUp)
    {
        var waiter = await Begin(Enter());
        await waiter.Call(waiterHangsUp ? 5000 : null);
        await waiter.Until<WaitEntered>();
        var taker = await Begin($"{{'connect':{{'to':'queue:{_queue}','status_url':'$box',{After}}}}}");
        await taker.Call(waiterHangsUp ? null : 5000);
        await taker.Ended();
        await waiter.Ended();

        Assert.Equal(waiterHangsUp, (await taker.Vars()).Contains("'after':'yes'", StringComparison.Ordinal));
        Assert.Equal(!waiterHangsUp, (await waiter.Vars()).Contains("'after':'yes'", StringComparison.Ordinal));
        Assert.Equal(["connecting", "connected", "disconnected"], taker.Letters);
        Assert.Equal(["enqueue 1 of 1", "dequeue 0 of 0"], waiter.Letters);
    }

    [Fact]
    public async Task Wait_NobodyComes_ScriptGoesOnAfterItsWaitTime()
    {
        var waiter = await Begin(Enter("'wait_time':5,") + ", {'set':{'rest':'ran'}}");
        await waiter.Call();
        await waiter.Ended();

        var vars = await waiter.Vars();
        Assert.Contains("'queue_result':'timeout'", vars, StringComparison.Ordinal);
        Assert.Contains("'wait_time':5", vars, StringComparison.Ordinal);
        Assert.Contains("'rest':'ran'", vars, StringComparison.Ordinal);
        Assert.DoesNotContain("'after'", vars, StringComparison.Ordinal);
        Assert.Equal(["enqueue 1 of 1", "leave 1 of 0"], waiter.Letters);
    }

    [Fact]
    public async Task Waiter_HangsUp_NoScriptRunsAnyMore()
    {
        var waiter = await Begin(Enter() + ", {'set':{'rest':'ran'}}");
        await waiter.Call(hangUpAfter: 3000);
        await waiter.Ended();

        Assert.DoesNotContain("'rest'", await waiter.Vars(), StringComparison.Ordinal);
        Assert.Equal(["enqueue 1 of 1", "leave 1 of 0"], waiter.Letters);
    }

    private Task<ScriptScenario> Begin(string steps) => new ScriptScenario(host, steps).Begin();

    private string Enter(string more = "") => $"{{'enter_queue':{{'queue_name':'{_queue}',{more}'status_url':'$box',{After}}}}}";
}
