using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Who heard what was pressed is not written down when nobody listened: the owners that forget it are not told of it again.</summary>
[Collection(EngineCollection.Name)]
public sealed class OldDigitsTests(EngineHost host)
{
    [Fact]
    public async Task Collect_FromAnOwnerThatWasNotThereWhenTheyWerePressed_HearsNoneOfThem()
    {
        var run = await new ControlScenario(host, "sip:alice@sim;digits=1%401000%2B2%404000").Up(60_000);
        await run.Script.At(2000);
        await Lose(run.Script);
        await run.Collect("pin", max: 1);
        await run.Script.ToEnd();

        Assert.Equal(["collect digit 2"], run.Letters);
        Assert.Equal(2, (await run.Script.Timeline()).Count(entry => entry.Event is DigitReceived));
    }

    [Fact]
    public async Task Prompt_AfterABridgeDuringWhichTheOwnersWereLost_HearsNothingOfWhatWasPressedInIt()
    {
        var run = new ScriptScenario(
            host,
            "{'answer':{}},{'connect':{'to':'sip:bob@sim;ring=off;answer=100;talk=20000'}},{'prompt':{'play':'silence:1','max_digits':1,'initial_timeout':3}},{'sleep':-1}",
            "sip:alice@sim;digits=9%402000");
        await run.Begin();
        await run.Call(hangUpAfter: 60_000);
        await run.At(15_000);
        await Lose(run);
        await run.ToEnd();

        Assert.Contains("'prompt_result':'no_input'", await run.Vars(), StringComparison.Ordinal);
    }

    // The order is noted and not begun: the digit comes to an owner that has to begin it first.
    [Fact]
    public async Task Collect_OwnerLostAsItWasNoted_HearsWhatIsPressedNext()
    {
        var run = await new ControlScenario(host, "sip:alice@sim;digits=7%403000").Up(60_000);
        await run.Script.At(2000);
        run.Script.Committed = (_, commit) =>
        {
            if (commit.Id != run.CallId)
                return;
            run.Script.Committed = null;
            host.Traffic.Deactivate(run.Script.Session);
            throw new IOException("the store's answer was lost");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => run.Collect("pin", max: 1));
        await run.Script.ToEnd();

        Assert.Equal(["collect digit 7"], run.Letters);
    }

    private async Task Lose(ScriptScenario run)
    {
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
    }
}
