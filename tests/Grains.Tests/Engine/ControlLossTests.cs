using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Orders of the API meet an owner that has just taken the call up, or lose theirs half-way.</summary>
[Collection(EngineCollection.Name)]
public sealed class ControlLossTests(EngineHost host)
{
    // Between the call's note of it and its beginning.
    [Fact]
    public async Task Play_OwnerLostAsItWasNoted_AndOrderedAgain_TakesThePlaceOfTheOneBefore()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("first", "silence:40");
        await run.Script.At(2000);
        LoseAtTheNextNote(run);
        Assert.Equal(ControlOutcome.Done, await run.Persist(() => run.Play("second")));
        await run.Script.ToEnd();

        Assert.Equal(["first finished 2000", "second finished 7000"], await Ends(run));
    }

    [Fact]
    public async Task Play_OwnerLostAsItWasNoted_AndNeverOrderedAgain_IsPlayedAllTheSame()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("first", "silence:40");
        await run.Script.At(2000);
        LoseAtTheNextNote(run);
        await Assert.ThrowsAnyAsync<Exception>(() => run.Play("second"));
        await run.Script.Until(entry => entry.Event is ControlEnded { ControlId: "second" }, "the end of the second");

        Assert.Equal(["first finished", "second finished"], (await Ends(run)).Select(end => end[..end.LastIndexOf(' ')]));
        var begun = (await run.Script.Timeline()).Single(entry => entry.Event is ControlStarted { ControlId: "second" });
        Assert.InRange((begun.At - run.Script.StartedAt).TotalMilliseconds, 2000, 7000);
        await run.Script.ToEnd();
    }

    [Fact]
    public async Task Places_OfThoseThatAreOver_AreFreeAgain_WhoeverWasLost()
    {
        var run = await new ControlScenario(host).Up(60_000);
        for (var number = 1; number <= 20; number++)
        {
            if (number % 5 == 0)
                LoseAtTheNextNote(run);
            Assert.Equal(ControlOutcome.Done, await run.Persist(() => run.Collect($"pin-{number}", startTimers: false)));
        }

        Assert.Equal(ControlOutcome.TooMany, await run.Collect("one too many"));
        for (var number = 1; number <= 20; number++)
            Assert.Equal(ControlOutcome.Done, await run.Do($"pin-{number}", (collect, project) => collect.Stop(project, ControlKind.Collect)));
        Assert.Equal(ControlOutcome.Done, await run.Collect("the next"));
        await run.Script.ToEnd();
    }

    // What the plane has said of the call is not written down by itself: the new owner has yet to hear it.
    [Theory]
    [InlineData("play")]
    [InlineData("transfer")]
    [InlineData("completed")]
    [InlineData("canceled")]
    public async Task Order_RightAfterTheCallWasTakenUp_IsOfACallThatIsAnswered(string order)
    {
        var run = await new ControlScenario(host).Up(60_000);
        host.Traffic.Deactivate(run.Script.Session);
        await host.Traffic.Gone(run.Script.Session);

        var done = order switch
        {
            "play" => await run.Play("hello") is ControlOutcome.Done,
            "transfer" => await run.Script.Caller.Transfer(Story.Project, "request-1", new ScriptPlace("""{"sections":{"main":["hangup"]}}""", Url: null)) is CallCommandOutcome.Done,
            "completed" => await run.Script.Caller.End(Story.Project, EndReason.Hangup, CallStage.Answered) is CallCommandOutcome.Done,
            _ => await run.Script.Caller.End(Story.Project, EndReason.Cancel, CallStage.NotAnswered) is CallCommandOutcome.WrongStage,
        };

        Assert.True(done, order);
        await run.Script.ToEnd();
    }

    [Fact]
    public async Task Order_RightAfterTheCallWasTakenUp_IsRefusedWhenTheCallIsNotAnswered()
    {
        var run = await new ControlScenario(host, main: "{'sleep':30000}").Up(60_000);
        host.Traffic.Deactivate(run.Script.Session);
        await host.Traffic.Gone(run.Script.Session);

        Assert.Equal(ControlOutcome.NotAnswered, await run.Play("early"));
        await run.Script.ToEnd();
    }

    [Fact]
    public async Task Play_OwnerLostBeforeItBegan_AndHeldAtOnce_IsHeld()
    {
        var run = await new ControlScenario(host).Up(60_000);
        var struck = false;
        run.Script.Committed = (_, commit) =>
        {
            if (!CallIds.IsControl(commit.Id) || struck)
                return;
            struck = true;
            host.Traffic.Deactivate(run.Script.Session);
            throw new IOException("the store's answer was lost");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => run.Play("hello", volume: -3));
        await host.Traffic.Gone(run.Script.Session);
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.SetVolume(project, 4)));
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Pause(project)));

        Assert.Equal((true, 4), (host.Plane.IsHeld(run.CallId), host.Plane.VolumeOf(run.CallId)));
        await run.Script.ToEnd();
    }

    private void LoseAtTheNextNote(ControlScenario run) => run.Script.Committed = (_, commit) =>
    {
        if (commit.Id != run.CallId)
            return;
        run.Script.Committed = null;
        host.Traffic.Deactivate(run.Script.Session);
        throw new IOException("the store's answer was lost");
    };

    private static async Task<IReadOnlyList<string>> Ends(ControlScenario run) =>
    [
        .. (await run.Script.Timeline()).Where(entry => entry.Event is ControlEnded)
            .Select(entry => (End: (ControlEnded)entry.Event, At: (entry.At - run.Script.StartedAt).TotalMilliseconds))
            .Select(ended => $"{ended.End.ControlId} {ended.End.Result} {ended.At}"),
    ];
}
