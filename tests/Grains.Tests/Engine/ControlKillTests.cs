using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What the API has done on a call loses every activation of its session at each commit, and comes to the same end.</summary>
[Collection(EngineCollection.Name)]
public sealed class ControlKillTests(EngineHost host)
{
    [Theory]
    [InlineData(Blow.AfterCommit)]
    [InlineData(Blow.AnswerLost)]
    internal async Task Orders_KilledAtEveryCommit_EndAsIfNothingHadHappened(Blow blow)
    {
        var (expected, commits) = await Run(blow, moment: 0);
        Assert.Equal("play playing | play paused | play playing | collect digit 12 | play finished", expected.Split('\n')[0]);

        for (var moment = 1; moment <= commits; moment++)
        {
            var (found, _) = await Run(blow, moment);
            Assert.True(found == expected, $"{blow} at commit {moment}. Found:\n{found}\nExpected:\n{expected}");
        }
    }

    /// <param name="moment">At which commit after the call is up all is lost; 0: nothing is.</param>
    private async Task<(string Outcome, int Commits)> Run(Blow blow, int moment)
    {
        var run = await new ControlScenario(host, "sip:alice@sim;digits=1%4020000%2B2%4022000%2B%23%4024000").Up(120_000);
        var (struck, before) = (false, run.Script.Commits.Count);
        run.Script.Committed = (number, _) =>
        {
            if (number - before != moment || struck)
                return;
            struck = true;
            host.Traffic.Deactivate(run.Script.Session);
            if (blow == Blow.AnswerLost)
                throw new IOException("the store's answer was lost");
        };
        await Ask(run, () => run.Play("hello", "silence:30"));
        await run.Script.At(4000);
        await Ask(run, () => run.Do("hello", (play, project) => play.Pause(project)));
        await run.Script.At(8000);
        await Ask(run, () => run.Do("hello", (play, project) => play.Resume(project)));
        await run.Script.At(16_000);
        await Ask(run, () => run.Collect("pin"));
        await run.Script.Until(entry => entry.Event is ControlEnded { Method: "play" }, "the end of the playback");
        var commits = run.Script.Commits.Count - before;
        run.Script.Committed = null;
        Assert.True(struck || moment == 0, $"there was no commit {moment}");
        await run.Script.Caller.HangUp(Interfaces.Calls.EndReason.Hangup, Interfaces.Calls.ReleaseCause.ApiRequest);
        await run.Script.ToEnd();

        var facts = (await run.Script.Timeline()).Select(entry => entry.Event).Where(e => e is ControlStarted or ControlChanged or ControlEnded or LegEnded);
        return ($"{string.Join(" | ", run.Letters)}\n{string.Join(" | ", facts.Select(fact => fact.Sentence))}", commits);
    }

    private static async Task Ask(ControlScenario run, Func<Task<ControlOutcome>> order) =>
        Assert.Equal(ControlOutcome.Done, await run.Persist(order));
}
