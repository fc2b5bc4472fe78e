using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>
/// A script's owner is taken for lost before it has asked for what was written down, and another script takes over on the next one. The lost
/// one, on a silo that runs on, asks all the same.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class LeftBehindTests(EngineHost host)
{
    [Fact]
    public async Task Connect_AskedForByAnOwnerThatWasLost_IsNotBegun()
    {
        var run = await TakenOver("{'connect':{'to':'sip:b@sim;answer=500'}}");
        var connect = SwmlParser.Parse("""{"to":"sip:b@sim;answer=500"}"""u8.ToArray(), "application/json").Node!;
        var late = new StartConnect(
            Story.Project, CallIds.Connect(run.Session, "t2"), RequestHash: null, ConnectCompiler.Compile(connect, SwmlLimits.Default).Plan!, Caller: null)
        { ByScript = run.ScriptId };

        Assert.Equal(StartConnectOutcome.CallBusy, (await run.Caller.StartConnect(late)).Outcome);
        await run.ToEnd();
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is LegCreated);
        Assert.Contains("'other':1", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_AskedForByAnOwnerThatWasLost_IsNotEntered()
    {
        var queue = $"q-{Guid.NewGuid():n}";
        var run = await TakenOver($"{{'enter_queue':{{'queue_name':'{queue}','transfer_after_bridge':'https://example.com/after'}}}}");
        var late = new EnterQueue(Story.Project, CallIds.Wait(run.Session, "t2"), queue, "control", null, null, TimeSpan.FromMinutes(1)) { ByScript = run.ScriptId };

        Assert.Equal(EnterQueueOutcome.CallBusy, await run.Caller.EnterQueue(late));
        await run.ToEnd();
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is WaitEntered);
        Assert.Contains("'other':1", await run.Vars(), StringComparison.Ordinal);
    }

    /// <summary>By a script that wishes for neither.</summary>
    private async Task<ScriptScenario> TakenOver(string step)
    {
        var run = await new ScriptScenario(host, $"{{'answer':{{}}}},{{'sleep':1000}},{step}").Begin();
        await run.Call();
        await run.Until<LegAnswered>();
        var other = new ScriptPlace("""{"sections":{"main":[{"set":{"other":1}},{"sleep":5000}]}}""", Url: null);
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-1", other));
        await host.Quiet("the other script runs");
        return run;
    }
}
