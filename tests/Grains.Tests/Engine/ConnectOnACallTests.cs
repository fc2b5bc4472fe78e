using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A connect of the API on a call that is there: the script that serves it gives way, and the call stays up behind it.</summary>
[Collection(EngineCollection.Name)]
public sealed class ConnectOnACallTests(EngineHost host)
{
    [Fact]
    public async Task Connect_OnACallThatAScriptServes_TakesItOver_AndTheCallStaysForTheNext()
    {
        var template = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000'}").Request with { Caller = null };
        var run = await new ScriptScenario(host, "{'answer':{}},{'play':'silence:600'}").Begin();
        await run.Call(hangUpAfter: 300_000);
        await run.At(1000);

        foreach (var suffix in new[] { "a1", "a2" })
        {
            var connect = template with { ConnectId = CallIds.Connect(run.Session, suffix) };
            Assert.Equal(StartConnectOutcome.Accepted, (await run.Caller.StartConnect(connect)).Outcome);
            await run.Until(entry => entry.ConnectId == connect.ConnectId && entry.Event is ConnectDisconnected, $"the end of {suffix}");
            await host.Quiet("over");
            Assert.Equal(CallState.Answered, (await run.View()).State);
        }

        Assert.IsType<ScriptGaveWay>(await run.Outcome());
        Assert.Single(host.Journal(run.Session).OfType<CommandReceived>(), line => line.Command is Telephony.Port.StopPlay);

        // Nothing serves it any more: the next script is one of its own, and so are its connects.
        var next = new ScriptPlace("""{"sections":{"main":[{"connect":{"to":"sip:c@sim;answer=500;talk=1000"}},{"set":{"next":"%{connect_result}"}}]}}""", Url: null);
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-1", next));
        await run.ToEnd();
        Assert.Contains("'next':'connected'", await run.Vars(CallIds.ScriptBy(run.Session, "request-1")), StringComparison.Ordinal);
        Assert.Equal(3, (await run.Timeline()).Count(entry => entry.Event is ConnectBridged));
    }

    [Fact]
    public async Task Connect_OnACallWhoseScriptIsInAConnect_IsRefused_AndTheScriptGoesOn()
    {
        var template = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000'}").Request with { Caller = null };
        var run = await new ScriptScenario(host, "{'answer':{}},{'connect':{'to':'sip:c@sim;answer=5000;talk=1000'}}").Begin();
        await run.Call();
        await run.At(1000);

        var refused = await run.Caller.StartConnect(template with { ConnectId = CallIds.Connect(run.Session, "a1") });
        await run.ToEnd();

        Assert.Equal(StartConnectOutcome.CallBusy, refused.Outcome);
        Assert.Contains("'connect_result':'connected'", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithAResult_GoesOnWithIt_AndTheCallerStays()
    {
        var template = Scenario.WithDocument(host, "{'to':'+15550100486','result':[{'when':'true','then':[{'set':{'busy':1}}]}]}").Request with { Caller = null };
        var run = await new ScriptScenario(host, "{'answer':{}},{'sleep':60000}").Begin();
        await run.Call(hangUpAfter: 30_000);
        await run.At(1000);

        var connect = template with { ConnectId = CallIds.Connect(run.Session, "a1") };
        Assert.Equal(StartConnectOutcome.Accepted, (await run.Caller.StartConnect(connect)).Outcome);
        await run.Until(entry => entry.ConnectId == connect.ConnectId && entry.Event is ScriptEnded, "the end of what follows");
        await host.Quiet("over");

        Assert.Equal(CallState.Answered, (await run.View()).State);
        await run.ToEnd();
    }

    // Its key belongs to another request: what this one brings must not run.
    [Fact]
    public async Task Connect_WhoseKeyBelongsToAnother_BeginsNoScript()
    {
        var other = Scenario.WithDocument(host, "{'to':'sip:b@sim','result':[{'when':'true','then':['hangup']}]}").Request;
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000'}");
        await run.Start();

        var refused = await run.Caller.StartConnect(run.Request with { RequestHash = "hash-2", Document = other.Document });
        await run.ToEnd();

        Assert.Equal(StartConnectOutcome.KeyReused, refused.Outcome);
        Assert.Null(await host.Store.Load(CallIds.ScriptAfter(run.ConnectId)));
    }

    // The answer to the first is lost: the gateway asks again.
    [Fact]
    public async Task Transfer_OfACallInAConnectOfTheApi_AskedTwice_RunsOnce_AndTheConnectEnds()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=60000'}", hangUpAfter: 30_000);
        await run.Start();
        await run.Until<ConnectBridged>();
        var place = new ScriptPlace("""{"sections":{"main":[{"sleep":60000}]}}""", Url: null);

        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-1", place));
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-1", place));
        await host.Quiet("transferred");

        Assert.Equal(ConnectStatus.Disconnected, (await run.View()).State);
        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is ScriptStarted);
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is ScriptTransferred);
    }

    // Whoever asks again with its key is told so; what serves the call by then is not to give way to it.
    [Fact]
    public async Task Connect_AskedForAgainWhenItIsOver_ChangesNothing()
    {
        var template = new Scenario(host, "{'to':'+15550100486'}").Request with { Caller = null };
        var run = await new ScriptScenario(host, "{'answer':{}},{'sleep':60000}").Begin();
        await run.Call(hangUpAfter: 60_000);
        await run.At(1000);
        var connect = template with { ConnectId = CallIds.Connect(run.Session, "a1") };
        Assert.Equal(StartConnectOutcome.Accepted, (await run.Caller.StartConnect(connect)).Outcome);
        await run.Until<ConnectFailed>();
        await host.Quiet("over");
        await run.Caller.Transfer(Story.Project, "request-1", new ScriptPlace("""{"sections":{"main":[{"sleep":600000}]}}""", Url: null));

        Assert.Equal(StartConnectOutcome.Replayed, (await run.Caller.StartConnect(connect)).Outcome);
        Assert.Equal(StartConnectOutcome.KeyReused, (await run.Caller.StartConnect(connect with { RequestHash = "hash-2" })).Outcome);

        Assert.IsNotType<ScriptOver>((await run.Script(CallIds.ScriptBy(run.Session, "request-1")))!.State);
        await run.ToEnd();
    }

    [Fact]
    public async Task Connect_AskedForAgainWhileItsResultRuns_LetsItRun()
    {
        var run = Scenario.WithDocument(host, "{'to':'+15550100486','result':[{'when':'true','then':[{'play':'silence:5'},{'set':{'played':1}}]}]}");
        await run.Start();
        await run.Until<ConnectFailed>();
        await host.Quiet("the result runs");

        Assert.Equal(StartConnectOutcome.Replayed, (await run.Start()).Outcome);
        await run.ToEnd();

        Assert.Contains(await run.Timeline(), entry => entry.Event is MethodEnded { Method: "play", Result: "success" });
    }

    // Nobody knew of it when the word was sent: it has come since.
    [Fact]
    public async Task Connect_AcceptedWhileItIsBeingAbandoned_GoesOn()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000'}");
        await run.Start();
        await run.Caller.Abandon(run.ConnectId);
        await run.ToEnd();

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
    }

    // The script has given way, and the owner that wanted its place is lost before that was written down: the caller was brought up by the API.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_LostWhileTheScriptGaveWay_MayBeAskedForAgain(bool askedAgain)
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=60000'}");
        await run.Start();
        await run.Until<ConnectBridged>();
        await run.Caller.Transfer(Story.Project, "request-1", new ScriptPlace("""{"sections":{"main":[{"sleep":6000000}]}}""", Url: null));
        await host.Quiet("transferred");
        var next = run.Request with { Caller = null, ConnectId = CallIds.Connect(run.Session, "a2") };
        run.LoseOwnersAtCommitOf(CallIds.ScriptBy(run.Session, "request-1"));
        await Assert.ThrowsAnyAsync<Exception>(() => run.Caller.StartConnect(next));
        var lostAt = host.Clock.GetUtcNow();
        await run.At(30_000);
        Assert.DoesNotContain(await run.Timeline(), entry => entry.CallId == run.CallId && entry.Event is LegEnded);

        if (askedAgain)
        {
            Assert.Equal(StartConnectOutcome.Accepted, (await run.Caller.StartConnect(next)).Outcome);
            await run.Until(entry => entry.ConnectId == next.ConnectId && entry.Event is ConnectBridged, "the bridge");
            await run.Caller.End(Story.Project, EndReason.Hangup, CallStage.Any);
        }

        await run.Until(entry => entry.CallId == run.CallId && entry.Event is LegDead, "the caller's end");
        await host.Quiet("over");
        var ended = (await run.Timeline()).Single(entry => entry.CallId == run.CallId && entry.Event is LegEnded);
        Assert.True(askedAgain || (ended.At - lostAt).TotalSeconds is >= 120 and <= 150, $"{ended.At - lostAt} after all was lost");
    }

    // Its owner goes when the call is taken over, before there is a connect or what follows it: nobody is kept for what will never be.
    [Fact]
    public async Task Connect_ThatWasNeverBegun_LetsGoOfTheCall()
    {
        var template = Scenario.WithDocument(host, "{'to':'+15550100486','result':[{'when':'true','then':['hangup']}]}").Request with { Caller = null };
        var run = await new ScriptScenario(host, "{'answer':{}},{'sleep':600000}").Begin();
        await run.Call(hangUpAfter: 600_000);
        await run.At(1000);
        run.LoseOwnersAtCommitOf(run.CallId);
        await Assert.ThrowsAnyAsync<Exception>(() => run.Caller.StartConnect(template with { ConnectId = CallIds.Connect(run.Session, "a1") }));
        await run.At(200_000);

        var next = template with { ConnectId = CallIds.Connect(run.Session, "a2") };
        Assert.Equal(StartConnectOutcome.Accepted, (await run.Caller.StartConnect(next)).Outcome);
        await run.ToEnd();
    }
}
