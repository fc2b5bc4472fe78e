using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What comes of a bridge comes late: its connect is over, or the queue has given another caller meanwhile.</summary>
[Collection(EngineCollection.Name)]
public sealed class LateBridgeTests(EngineHost host)
{
    [Fact]
    public async Task Joined_WithALegOfTheConnectBefore_TheNextOneIsBridgedAllTheSame()
    {
        var run = await new ScriptScenario(
            host, "{'answer':{}},{'connect':{'to':'sip:b@sim;answer=500;talk=500'}},{'connect':{'to':'sip:c@sim;answer=5000;talk=1000'}},{'sleep':-1}").Begin();
        await run.Call(hangUpAfter: 20_000);
        await run.At(3000);
        var before = CallIds.Leg(CallIds.Connect(run.Session, "t2"), 1);
        Assert.Contains(await run.Timeline(), entry => entry.CallId == before && entry.Event is LegEnded);

        await run.Caller.Bridge(before, waiter: null);
        Assert.False(await run.Caller.MediaJoined(before, waitId: null, refusal: null));
        await run.ToEnd();

        Assert.Equal(2, (await run.Timeline()).Count(entry => entry.Event is ConnectBridged));
        Assert.Contains("'connect_result':'connected'", await run.Vars(), StringComparison.Ordinal);
        Assert.Equal(2, host.Journal(run.Session).OfType<CommandReceived>().Count(line => line.Command is Bridge));
    }

    [Fact]
    public async Task Bridged_ReportedOfALegOfTheConnectBefore_IsNotTheWinnerOfThisOne()
    {
        // Its caller never gets his answer, so that he is not bridged.
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500','answer_on_bridge':true}", answered: false);
        host.Swallow = planeEvent => planeEvent is Answered && planeEvent.LegId == run.CallId;
        await run.Start();
        await run.Until<LegWon>();
        await host.Quiet("the winner is to be bridged");

        Assert.True(await run.Connect.CallerReported(new CallerReport(CallerNews.Bridged, CallIds.Leg(CallIds.Connect(run.Session, "0"), 1))));
        Assert.True(await run.Connect.CallerReported(new CallerReport(CallerNews.BridgeRefused, CallIds.Leg(CallIds.Connect(run.Session, "0"), 1))));
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is ConnectBridged or ConnectFailed);
        host.Swallow = null;
        await run.Connect.Cancel(Story.Project);
        await run.ToEnd();
    }

    // The connect has not taken his word when the queue gives it another caller.
    [Fact]
    public async Task Bridged_WithAWaiterWhoIsGoneBeforeItWasHeard_TheNextOneIsHeard()
    {
        var queue = $"q-{Guid.NewGuid():n}";
        var first = await new WaitingCaller(host, queue).Enter();
        var second = await new WaitingCaller(host, queue).Enter();
        var taker = new Scenario(host, $"{{'to':'queue:{queue}','timeout':60,'transfer_after_bridge':'https://example.com/after'}}");
        host.Store.Committing = commit =>
            commit.Id == taker.ConnectId && Encoding.UTF8.GetString(commit.Snapshot.Span).Contains("\"state\":\"connected\"", StringComparison.Ordinal)
                ? throw new IOException("the store is away")
                : Task.CompletedTask;
        await taker.Start();
        await host.Quiet("the first is bridged, and the connect does not know it");
        Assert.Equal(taker.CallId, host.Plane.BridgeOf(first.CallId));

        await host.Plane.Execute(new HangUp(first.CallId, HangUpCause.Normal));
        await host.Quiet("the second is taken");
        host.Store.Committing = null;
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");

        Assert.Equal(taker.CallId, host.Plane.BridgeOf(second.CallId));
        await taker.Connect.Cancel(Story.Project);
        await second.Gone();
        await taker.ToEnd();
        Assert.Equal(0, host.Plane.BridgeConflicts);
    }

    // What his bridge was is not written down: the half of his node is parted all the same, wherever the other one is carried.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_ForACallerWhoseOwnerWasLostInTheBridge_HeIsPartedOnThePlane(bool ownerIsLost)
    {
        var queue = $"q-{Guid.NewGuid():n}";
        var waiter = await new WaitingCaller(host, queue).Enter();
        var taker = await new ScriptScenario(
            host, $"{{'answer':{{}}}},{{'connect':{{'to':'queue:{queue}','transfer_after_bridge':'{{\"sections\":{{\"main\":[{{\"sleep\":60000}}]}}}}'}}}}").Begin();
        await taker.Call(hangUpAfter: 60_000);
        await taker.Until<ConnectBridged>();
        await taker.At(15_000);
        if (ownerIsLost)
        {
            host.Traffic.Deactivate(taker.Session);
            await host.Traffic.Gone(taker.Session);
        }

        await taker.Connect.Cancel(Story.Project);
        await host.Quiet("the bridge is over");

        var parted = host.Journal(taker.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<Unbridge>();
        Assert.Equal(new Unbridge(taker.CallId, waiter.CallId), Assert.Single(parted));
        await waiter.Gone();
        await taker.Ended();
    }
}
