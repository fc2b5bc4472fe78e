using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A taker and a waiting caller whom two nodes carry: their bridge is two halves, and what is undone is undone at both.</summary>
[Collection(EngineCollection.Name)]
public sealed class AcrossNodesTests(EngineHost host) : IDisposable
{
    private readonly string _queue = host.OtherNode.Queue = $"q-{Guid.NewGuid():n}";

    public void Dispose() => (host.OtherNode.Queue, host.OtherNode.Before) = (null, _ => Task.CompletedTask);

    [Fact]
    public async Task Taker_IsBridgedAcross_AndPartedAtBothNodes()
    {
        var waiter = await new WaitingCaller(host, _queue).Enter();
        var taker = await Taker();
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");
        Assert.Equal((waiter.CallId, taker.CallId), (host.Plane.BridgeOf(taker.CallId), host.Plane.BridgeOf(waiter.CallId)));

        await taker.Connect.Cancel(Story.Project);
        await host.Quiet("parted");

        Assert.Equal((null, null), (host.Plane.BridgeOf(taker.CallId), host.Plane.BridgeOf(waiter.CallId)));
        await waiter.Gone();
        await taker.Ended();
    }

    // The waiter's node hangs when the two are parted: what the taker's script wants of his own does not wait for it.
    [Fact]
    public async Task Parted_WhileTheOtherNodeHangs_GoesOnOnItsOwn()
    {
        var waiter = await new WaitingCaller(host, _queue).Enter();
        var taker = await Taker();
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");
        var hung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.OtherNode.Before = command => command is Unbridge { LegId: var leg, PeerLegId: var peer } && leg == waiter.CallId && peer == taker.CallId
            ? hung.Task : Task.CompletedTask;
        try
        {
            await taker.Connect.Cancel(Story.Project);
            await taker.Caller.End(Story.Project, EndReason.Hangup, CallStage.Any);
            await Deadline.For(HungUp(taker), "his own node to be told to hang him up");
        }
        finally
        {
            host.OtherNode.Before = _ => Task.CompletedTask;
            hung.SetResult();
        }

        await host.Quiet("the other half is parted");
        Assert.Null(host.Plane.BridgeOf(waiter.CallId));
        await waiter.Gone();
        await taker.Ended();
    }

    // His node has been told to part when the last word of the join comes: alone it would hold him for a taker who is elsewhere.
    [Fact]
    public async Task Join_ThatIsGivenUpOnItsWay_LeavesTheWaiterToTheNextTaker()
    {
        var waiter = await new WaitingCaller(host, _queue).Enter();
        var lastWord = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.OtherNode.Before = command => command is BridgeAcross { PeerMedia: not null } ? lastWord.Task : Task.CompletedTask;
        var first = await Taker();
        await first.Until<LegWon>();
        await host.Quiet("the answer is on its way to the other half");
        await first.Connect.Cancel(Story.Project);
        await host.Quiet("given up");
        using (host.Traffic.Enter())
        {
            host.OtherNode.Before = _ => Task.CompletedTask;
            lastWord.SetResult();
        }

        await host.Quiet("the answer has come");
        Assert.Null(host.Plane.BridgeOf(waiter.CallId));

        var second = await Taker();
        await second.Until<ConnectBridged>();
        await host.Quiet("the next taker is bridged");
        Assert.Equal(second.CallId, host.Plane.BridgeOf(waiter.CallId));
        await second.Connect.Cancel(Story.Project);
        await waiter.Gone();
        await first.Ended();
        await second.Ended();
        Assert.Equal(0, host.Plane.BridgeConflicts);
    }

    // The caller for whom the winner stood has left the queue and is served elsewhere; the winner waits for the next one.
    [Fact]
    public async Task Waiter_WhoLeavesWhileHeIsJoined_IsNotWhomTheTakerIsConnectedTo()
    {
        var waiter = await new ScriptScenario(
            host, $"{{'answer':{{}}}},{{'enter_queue':{{'queue_name':'{_queue}','transfer_after_bridge':'https://example.com/after'}}}}").Begin();
        await waiter.Call(hangUpAfter: 300_000);
        await waiter.Until<WaitEntered>();
        var lastWord = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.OtherNode.Before = command => command is BridgeAcross { PeerMedia: not null } ? lastWord.Task : Task.CompletedTask;
        var taker = await Taker();
        await taker.Until<LegWon>();
        await host.Quiet("the answer is on its way to the other half");

        var place = new ScriptPlace("{\"sections\":{\"main\":[{\"sleep\":600000}]}}", null);
        await waiter.Caller.Transfer(Story.Project, "elsewhere", place);
        await host.Quiet("he has left");
        using (host.Traffic.Enter())
        {
            host.OtherNode.Before = _ => Task.CompletedTask;
            lastWord.SetResult();
        }

        await host.Quiet("the answer has come");
        Assert.DoesNotContain(await taker.Timeline(), entry => entry.Event is ConnectBridged);
        Assert.Equal((null, null), (host.Plane.BridgeOf(taker.CallId), host.Plane.BridgeOf(waiter.CallId)));

        var next = await new WaitingCaller(host, _queue).Enter();
        await taker.Until<ConnectBridged>();
        await host.Quiet("the next one is bridged");
        Assert.Equal(next.CallId, host.Plane.BridgeOf(taker.CallId));
        await taker.Connect.Cancel(Story.Project);
        await next.Gone();
        await taker.Ended();
        await waiter.Ended();
    }

    private async Task HungUp(Story taker)
    {
        while (!host.Journal(taker.Session).Any(line => line is CommandReceived { Command: HangUp }))
            await Task.Yield();
    }

    private async Task<ScriptScenario> Taker()
    {
        var after = "{\"sections\":{\"main\":[{\"sleep\":60000}]}}";
        var taker = await new ScriptScenario(host, $"{{'answer':{{}}}},{{'connect':{{'to':'queue:{_queue}','timeout':60,'transfer_after_bridge':'{after}'}}}}").Begin();
        await taker.Call(hangUpAfter: 120_000);
        return taker;
    }
}
