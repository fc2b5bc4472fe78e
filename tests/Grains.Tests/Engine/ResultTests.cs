using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
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

    [Theory]
    [InlineData("{'case':{'failed':[{'set':{'x':'case'}}]},'default':[{'set':{'x':'default'}}]}", "answer=500;talk=1000", "default")]
    [InlineData("{'case':{'failed':[{'set':{'x':'case'}}]},'default':[{'set':{'x':'default'}}]}", "status=486", "case")]
    [InlineData("{'default':[{'set':{'x':'default'}}]}", "status=486", "default")]
    [InlineData("{'variable':'connect_failed_reason','case':{'busy':[{'set':{'x':'busy'}}]},'default':[{'set':{'x':'default'}}]}", "status=486", "busy")]
    [InlineData("{'variable':'connect_failed_reason','case':{'busy':[{'set':{'x':'busy'}}]},'default':[{'set':{'x':'default'}}]}", "answer=500;talk=1000", "default")]
    [InlineData("[{'when':'connect_failed_reason == \"busy\"','then':[{'set':{'x':'busy'}}]},{'else':[{'set':{'x':'else'}}]}]", "answer=500;talk=1000", "else")]
    [InlineData("{'case':{'connected':[{'set':{'x':'case'}}]}}", "status=603", "nothing")]
    public async Task Result_InEachForm_ChoosesWhatFits_AndTheScriptGoesOn(string result, string does, string chosen)
    {
        var run = await new ScriptScenario(host, $"{{'set':{{'x':'nothing'}}}},{{'connect':{{'to':'sip:b@sim;{does}','result':{result}}}}},{{'set':{{'y':'${{x}}'}}}}").Run();

        Assert.Contains($"'y':'{chosen}'", await run.Vars(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer=500;talk=1000", "'max_duration':60", 1500)]
    [InlineData("answer=500", "'max_duration':60", 60_500)]
    [InlineData("answer=500;lost=2000", "'max_duration':60", 2500)]
    public async Task Bridge_HoweverItEndsOnTheOtherSide_ResultThenTransferRunOnTheCaller(string does, string more, int at)
    {
        var run = await new ScriptScenario(host, $$$"""
            {'connect':{'to':'sip:b@sim;{{{does}}}',{{{more}}},'status_url':'$box','result':{'case':{'connected':[{'set':{'first':1}}]}},
              'transfer_after_bridge':"{\"sections\":{\"main\":[{\"set\":{\"second\":2}}]}}"}},
            {'set':{'never':1}}
            """).Run();

        Assert.Equal("{'connect_result':'connected','first':1,'return_value':'connected','second':2}", await run.Vars());
        Assert.Equal(["connecting", "connected", "disconnected"], run.Letters);
        var ended = (await run.Timeline()).Single(entry => entry.Event is LegEnded && entry.CallId == run.CallId);
        Assert.Equal(at, (ended.At - run.StartedAt).TotalMilliseconds);
    }

    [Theory]
    [InlineData("answer=500", 1000, "connected")]
    [InlineData("answer=off", 1000, "failed")]
    public async Task Connect_EndedByTheApi_ResultRunsAndTheScriptGoesOn(string does, int at, string result)
    {
        var run = await new ScriptScenario(host, $"{{'connect':{{'to':'sip:b@sim;{does}','status_url':'$box','result':{{'case':{{'{result}':[{{'set':{{'x':'[${{connect_failed_reason}}]'}}}}]}}}}}}}},{{'set':{{'rest':1}}}}").Begin();
        await run.Call();
        await run.At(at);
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Disconnect(Story.Project, "request-1"));
        await run.ToEnd();

        var vars = await run.Vars();
        Assert.Contains("'rest':1", vars, StringComparison.Ordinal);
        Assert.Contains(result == "failed" ? "'x':'[cancel]'" : "'x':'[]'", vars, StringComparison.Ordinal);
        Assert.Equal(result == "failed" ? ["connecting", "failed cancel"] : ["connecting", "connected", "disconnected"], run.Letters);
    }

    /// <summary>Its answer was lost, and the script is in another connect by now.</summary>
    [Fact]
    public async Task Disconnect_AskedAgain_EndsNothingThatCameAfter()
    {
        var run = await new ScriptScenario(host, "{'connect':{'to':'sip:b@sim;answer=500'}},{'connect':{'to':'sip:c@sim;answer=500;talk=3000','status_url':'$box'}}").Begin();
        await run.Call();
        await run.At(1000);
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Disconnect(Story.Project, "request-1"));
        await run.At(1200);

        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Disconnect(Story.Project, "request-1"));
        await run.ToEnd();

        Assert.Equal(["connecting", "connected", "disconnected"], run.Letters);
    }

    [Fact]
    public async Task CallerHangsUpWhileConnecting_EveryLegIsCancelledAndNoScriptRuns()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'parallel':[{'to':'sip:b@sim;answer=off'},{'to':'sip:c@sim;answer=500','confirm':[{'play':{'url':'silence:60'}}]}],'status_url':'$box','call_state_url':'$box',
              'result':{'default':[{'set':{'x':1}}]}}},{'set':{'rest':1}}
            """).Run(hangUpAfter: 2000);

        Assert.Equal("{}", await run.Vars());
        Assert.Equal(["connecting", "failed cancel"], run.Letters.Where(letter => !letter.StartsWith("ended", StringComparison.Ordinal)));
        Assert.Equal(["ended cancel", "ended cancel"], run.Letters.Where(letter => letter.StartsWith("ended", StringComparison.Ordinal)));
        Assert.IsType<ScriptCallGone>(await run.Outcome());
    }

    [Theory]
    [InlineData("{'to':'sip:a@sim;status=404'},{'to':'sip:b@sim;answer=off','timeout':3},{'to':'sip:c@sim;status=486'},{'to':'sip:d@sim;status=603'}", "declined")]
    [InlineData("{'to':'sip:a@sim;status=404'},{'to':'sip:b@sim;answer=off','timeout':3},{'to':'sip:c@sim;status=600'}", "busy")]
    [InlineData("{'to':'sip:a@sim;status=503'},{'to':'sip:b@sim;answer=off','timeout':3}", "no_answer")]
    [InlineData("{'to':'sip:a@sim;status=503'},{'to':'sip:b@elsewhere'}", "error")]
    public async Task Connect_NobodyIsReached_FailsForTheBestReasonOfAll(string legs, string reason)
    {
        foreach (var strategy in new[] { "serial", "parallel" })
        {
            var run = await new ScriptScenario(host, $"{{'connect':{{'{strategy}':[{legs}],'status_url':'$box'}}}},{{'set':{{'rest':1}}}}").Run();

            Assert.Equal($"{{'connect_failed_reason':'{reason}','connect_result':'failed','rest':1,'return_value':'failed'}}", await run.Vars());
            Assert.Equal(["connecting", $"failed {reason}"], run.Letters);
        }
    }

    [Fact]
    public async Task AnswerOnBridge_NobodyIsReached_TheCallerIsNotAnsweredAndCanBeRefused()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;status=486','answer_on_bridge':true,'result':{'case':{'failed':[{'set':{'state':'${call.call_state}'}},{'hangup':{'reason':'busy'}}]}}}}
            """).Run();

        Assert.Contains("'state':'ringing'", await run.Vars(), StringComparison.Ordinal);
        Assert.Equal(EndReason.Busy, (await run.View()).EndReason);
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is LegAnswered);
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

    /// <summary>Its connect is over, and the call has gone on: it is told what it was told, and nothing runs again.</summary>
    [Fact]
    public async Task OfTheApi_RepeatedRequest_IsAReplayAlsoWhenTheCallHasGoneOn()
    {
        var run = Native("{'to':'sip:b@sim;answer=500;talk=1000','result':{'case':{'connected':[{'play':{'url':'silence:5'}}]}}}");
        var first = await run.Start();
        await run.Until<ConnectDisconnected>();
        await host.Quiet("the script goes on");

        await AssertReplayed();
        await run.ToEnd();
        await AssertReplayed();
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectAccepted);

        async Task AssertReplayed()
        {
            Assert.Equal(first with { Outcome = StartConnectOutcome.Replayed }, await run.Start());
            Assert.Equal(StartConnectOutcome.KeyReused, (await run.Caller.StartConnect(run.Request with { RequestHash = "another" })).Outcome);
        }
    }

    private Scenario Native(string connect) => Scenario.WithDocument(host, connect);
}
