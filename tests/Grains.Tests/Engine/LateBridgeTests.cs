using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
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
        Assert.False(await run.Caller.MediaJoined(before, refusal: null));
        await run.ToEnd();

        Assert.Equal(2, (await run.Timeline()).Count(entry => entry.Event is ConnectBridged));
        Assert.Contains("'connect_result':'connected'", await run.Vars(), StringComparison.Ordinal);
        Assert.Equal(2, host.Journal(run.Session).OfType<Telephony.Delivery.CommandReceived>().Count(line => line.Command is Bridge));
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
}
