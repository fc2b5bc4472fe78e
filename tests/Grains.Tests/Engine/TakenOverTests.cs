using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Another script takes over, and the owner that wrote it down is lost before it has ended what the one before was in.</summary>
[Collection(EngineCollection.Name)]
public sealed class TakenOverTests(EngineHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connect_OfTheScriptBefore_EndsAllTheSame(bool askedAgain)
    {
        var other = new ScriptPlace("""{"sections":{"main":[{"set":{"other":1}},{"sleep":60000}]}}""", Url: null);
        var run = await new ScriptScenario(host, "{'answer':{}},{'connect':{'to':'sip:b@sim;answer=20000'}}").Begin();
        await run.Call(hangUpAfter: 40_000);
        await run.At(10_000);
        run.LoseOwnersAtCommitOf(run.ScriptId);
        await Assert.ThrowsAnyAsync<Exception>(() => run.Caller.Transfer(Story.Project, "request-1", other));
        if (askedAgain)
            Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-1", other));
        await run.ToEnd();

        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is ConnectBridged);
        Assert.Contains("'other':1", await run.Vars(), StringComparison.Ordinal);
    }

    // The second one is what brings the script back: what the first has left is ended all the same.
    [Fact]
    public async Task Connect_OfTheScriptBeforeTheLast_EndsAllTheSame()
    {
        var first = new ScriptPlace("""{"sections":{"main":[{"connect":{"to":"sip:c@sim;answer=20000"}}]}}""", Url: null);
        var second = new ScriptPlace("""{"sections":{"main":[{"sleep":60000}]}}""", Url: null);
        var run = await new ScriptScenario(host, "{'answer':{}},{'connect':{'to':'sip:b@sim;answer=20000'}}").Begin();
        await run.Call(hangUpAfter: 40_000);
        await run.At(10_000);
        run.LoseOwnersAtCommitOf(run.ScriptId);
        await Assert.ThrowsAnyAsync<Exception>(() => run.Caller.Transfer(Story.Project, "request-1", first));
        Assert.Equal(CallCommandOutcome.Done, await run.Caller.Transfer(Story.Project, "request-2", second));
        await host.Quiet("both are taken over");

        Assert.Contains(await run.Timeline(), entry => entry.Event is ConnectFailed && entry.ConnectId == CallIds.Connect(run.Session, "t2"));
        await run.ToEnd();
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is ConnectBridged);
    }
}
