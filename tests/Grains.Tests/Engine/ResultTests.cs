using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What runs on the caller when a connect is over: of a script, and of the API.</summary>
[Collection(EngineCollection.Name)]
public sealed class ResultTests(EngineHost host)
{
    [Theory]
    [InlineData("answer=500;talk=1000", "connected")]
    [InlineData("status=486", "busy")]
    public async Task Result_Switch_ChoosesByTheConnectsResult(string does, string chosen)
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;DOES','result':{'case':{'connected':[{'set':{'x':'connected'}}],'failed':[{'set':{'x':'${connect_failed_reason}'}}]}}}},
            {'set':{'y':'${x}'}}
            """.Replace("DOES", does, StringComparison.Ordinal)).Run();

        Assert.Contains($"'y':'{chosen}'", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Result_Cond_ChoosesTheFirstThatHolds()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;status=603','result':[{'when':"connect_result == 'connected'",'then':[{'set':{'x':1}}]},{'else':[{'set':{'x':'${vars.connect_failed_reason}'}}]}]}}
            """).Run();

        Assert.Contains("'x':'declined'", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransferAfterBridge_RunsAfterTheResultAndReplacesTheRest()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;answer=500;talk=1000','result':{'case':{'connected':[{'set':{'first':1}}]}},
              'transfer_after_bridge':"{\"sections\":{\"main\":[{\"set\":{\"second\":2}}]}}"}},
            {'set':{'never':3}}
            """).Run();

        Assert.Contains("'first':1", await run.Vars(), StringComparison.Ordinal);
        Assert.Contains("'second':2", await run.Vars(), StringComparison.Ordinal);
        Assert.DoesNotContain("never", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransferAfterBridge_NobodyReached_DoesNotRun()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;status=486','transfer_after_bridge':"{\"sections\":{\"main\":[{\"set\":{\"second\":2}}]}}"}},{'set':{'rest':3}}
            """).Run();

        Assert.Contains("'rest':3", await run.Vars(), StringComparison.Ordinal);
        Assert.DoesNotContain("second", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallerHangsUpWhileConnected_NoResultRuns()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;answer=500','status_url':'$box','result':{'case':{'connected':[{'set':{'x':1}}]}}}}
            """).Run(hangUpAfter: 2000);

        Assert.DoesNotContain("'x'", await run.Vars(), StringComparison.Ordinal);
        Assert.Equal(["connecting", "connected", "disconnected"], run.Letters);
    }

    [Fact]
    public async Task OfTheApi_ResultRunsOnTheCallerBeforeHeIsHungUp()
    {
        var run = Native("{'to':'sip:b@sim;answer=500;talk=1000','result':{'case':{'connected':[{'play':{'url':'silence:3'}}]}},$hooks}");
        await run.Run();

        var view = await run.View();
        Assert.Equal((ConnectStatus.Disconnected, true), (view.State, view.Complete));
        var end = (await run.Timeline()).Single(entry => entry.Event is LegEnded && entry.CallId == run.CallId);
        Assert.Equal(4500, (end.At - run.StartedAt).TotalMilliseconds);
        Assert.Contains(await run.Timeline(), entry => entry.Event is MethodEnded { Method: "play", Result: "success" } && entry.ConnectId == run.ConnectId);
    }

    [Fact]
    public async Task OfTheApi_TransferAfterBridgeConnectsToAnother()
    {
        var run = Native("""
            {'to':'sip:b@sim;answer=500;talk=1000',
             'transfer_after_bridge':"{\"sections\":{\"main\":[{\"connect\":{\"to\":\"sip:c@sim;answer=100;talk=700\"}}]}}"}
            """);
        await run.Run();

        Assert.Equal(2, (await run.Timeline()).Count(entry => entry.Event is ConnectBridged));
        Assert.True((await run.View()).Complete);
    }

    [Fact]
    public async Task OfTheApi_RepeatedRequest_RunsOnce()
    {
        var run = Native("{'to':'sip:b@sim;answer=500;talk=1000','result':{'case':{'connected':[{'play':{'url':'silence:1'}}]}}}");
        Assert.Equal(StartConnectOutcome.Accepted, (await run.Start()).Outcome);
        Assert.Equal(StartConnectOutcome.Replayed, (await run.Start()).Outcome);
        await run.ToEnd();

        Assert.Single(await run.Timeline(), entry => entry.Event is ScriptStarted);
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectAccepted);
        Assert.Equal(StartConnectOutcome.CallEnded, (await run.Caller.StartConnect(run.Request with { ConnectId = CallIds.Connect(run.Session, "2") })).Outcome);
    }

    private Scenario Native(string connect) => Scenario.WithDocument(host, connect);
}
