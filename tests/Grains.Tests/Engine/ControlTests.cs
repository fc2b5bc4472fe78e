using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What the API has done on a call beside its script: playbacks, and collecting of digits.</summary>
[Collection(EngineCollection.Name)]
public sealed class ControlTests(EngineHost host)
{
    [Fact]
    public async Task Play_IsHeardAndTold_AndTheScriptGoesOnBesideIt()
    {
        var run = await new ControlScenario(host, main: "{'answer':{}},{'sleep':3000},{'set':{'slept':1}},{'sleep':600000}").Up(20_000);

        Assert.Equal(ControlOutcome.Done, await run.Play("hello", volume: -6));
        Assert.Equal(("play playing", -6), (Assert.Single(run.Letters), host.Plane.VolumeOf(run.CallId)));
        await run.Script.ToEnd();

        Assert.Equal(["play playing", "play finished"], run.Letters);
        Assert.Equal(5000, await Milliseconds<ControlEnded>(run));
        Assert.Contains("'slept':1", await run.Script.Vars(), StringComparison.Ordinal);
        var letter = host.Postbox.At(run.Script.BoxPath)[0].Body["params"]!;
        Assert.Equal(("hello", run.CallId, "node-1"), ((string)letter["control_id"]!, (string)letter["call_id"]!, (string)letter["node_id"]!));
    }

    // The gateway asks again when it gets no answer.
    [Fact]
    public async Task UserEvent_AskedTwice_IsToldOnce()
    {
        var run = await new ControlScenario(host).Up(5000);

        foreach (var request in new[] { "one", "one", "other" })
            Assert.Equal(CallCommandOutcome.Done, await run.Script.Caller.UserEvent(Story.Project, request, "{}"));
        await run.Script.ToEnd();

        Assert.Equal(2, (await run.Script.Timeline()).Count(entry => entry.Event is UserEventSent));
    }

    [Fact]
    public async Task Play_PausedAndResumed_LastsAsMuchLonger()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("hello");
        await run.Script.At(2000);
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Pause(project)));
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Pause(project)));
        Assert.True(host.Plane.IsHeld(run.CallId));
        await run.Script.At(10_000);
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.SetVolume(project, 3.5)));
        Assert.Equal(3.5, host.Plane.VolumeOf(run.CallId));
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Resume(project)));
        await run.Script.ToEnd();

        Assert.Equal(["play playing", "play paused", "play playing", "play finished"], run.Letters);
        Assert.Equal(13_000, await Milliseconds<ControlEnded>(run));
        Assert.Equal(["paused", "volume", "resumed"], (await run.Script.Timeline()).Select(entry => entry.Event).OfType<ControlChanged>().Select(e => e.Change));
    }

    [Fact]
    public async Task Play_Stopped_IsOverAtOnce_AndStoppedAgainItIsSo()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("hello");
        await run.Script.At(1000);

        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Stop(project, ControlKind.Play)));
        Assert.Null(host.Plane.PlaybackOf(run.CallId));
        Assert.Equal(ControlOutcome.Done, await run.Do("hello", (play, project) => play.Stop(project, ControlKind.Play)));
        Assert.Equal(ControlOutcome.Ended, await run.Do("hello", (play, project) => play.Pause(project)));
        Assert.Equal(["play playing", "play finished"], run.Letters);
        await run.Script.ToEnd();
    }

    [Fact]
    public async Task Play_UnderANameThatIsTaken_IsDoneOnce_OrRefused()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("hello");

        Assert.Equal(ControlOutcome.Done, await run.Play("hello"));
        Assert.Equal(ControlOutcome.Reused, await run.Play("hello", "silence:9"));
        Assert.Equal(ControlOutcome.NotFound, await run.Do("hello", (play, project) => play.Stop(project, ControlKind.Collect)));
        Assert.Equal(ControlOutcome.NotFound, await run.Do("hello", (play, _) => play.Pause("proj_other")));
        await run.Script.ToEnd();

        Assert.Equal(["play playing", "play finished"], run.Letters);
    }

    [Fact]
    public async Task Play_AnotherOne_TakesItsPlace()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Play("first");
        await run.Script.At(2000);
        await run.Play("second");
        await run.Script.ToEnd();

        Assert.Equal([("first", 2000), ("second", 7000)], await Ends(run));
        Assert.Equal(4, run.Letters.Count);
    }

    [Fact]
    public async Task Play_BesideThatOfTheScript_WhicheverBeginsLaterIsHeard()
    {
        var run = await new ControlScenario(
            host, main: "{'play':{'url':'silence:30','status_url':'$box'}},{'set':{'first':'${play_result}'}},{'sleep':3000},{'play':{'url':'silence:2'}},{'set':{'second':'${play_result}'}},{'sleep':-1}").Up(60_000);
        await run.Script.At(2000);
        await run.Play("hello", "silence:20");
        await run.Script.ToEnd();

        Assert.Equal([("hello", 5000)], await Ends(run));
        Assert.Equal("{'first':'failed','play_result':'success','second':'success'}", await run.Script.Vars());
        Assert.Equal(["play error", "play finished", "play playing", "play playing"], run.Letters.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Play_OverThePromptOfTheScript_EndsThatAsFailed()
    {
        var run = await new ControlScenario(
            host, main: "{'prompt':{'play':['silence:10','say:Press one.'],'volume':-7,'say_voice':'amy','max_digits':3,'status_url':'$box'}},{'sleep':-1}").Up(20_000);
        Assert.Equal(-7, host.Plane.VolumeOf(run.CallId));
        await run.Script.At(2000);
        await run.Play("hello", "silence:3");
        await run.Script.ToEnd();

        Assert.Equal("{'prompt_digit_terminator':'','prompt_result':'failed','prompt_value':'','prompt_value_raw':''}", await run.Script.Vars());
        Assert.Equal(["collect error", "play finished", "play playing"], run.Letters.Order(StringComparer.Ordinal));
        var prompt = host.Journal(run.Script.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<Telephony.Port.Play>().First();
        Assert.Equal(("silence:10 say:Press one.", "amy"), (string.Join(' ', prompt.Playables), prompt.Voice));
    }

    [Fact]
    public async Task Play_WhatCannotBePlayed_EndsWithAnError()
    {
        var run = await new ControlScenario(host).Up(10_000);
        await run.Play("hello", "https://sim/503?key=secret");
        await run.Script.ToEnd();

        Assert.Equal(["play playing", "play error"], run.Letters);
        var ended = Assert.Single((await run.Script.Timeline()).Select(entry => entry.Event).OfType<ControlEnded>());
        Assert.Equal(("The API's play ended: error (the file's server answered 503).", true), (ended.Sentence, ended.IsAbnormal));
    }

    [Fact]
    public async Task Orders_WhenTheCallIsNotUp_AreRefused()
    {
        var run = await new ControlScenario(host, main: "{'sleep':5000},{'hangup':{}}").Up(60_000);

        Assert.Equal(ControlOutcome.NotAnswered, await run.Play("early"));
        await run.Script.ToEnd();
        Assert.Equal(ControlOutcome.CallEnded, await run.Play("late"));
        Assert.Empty(run.Letters);
    }

    [Theory]
    [InlineData("digits=1%401000%2B2%402000%2B%23%403000", "collect digit 12", 3000)] // a terminator
    [InlineData("digits=1%401000%2B2%401100%2B3%401200%2B4%401300", "collect digit 1234", 1300)] // as many as there may be
    [InlineData("digits=7%402000", "collect digit 7", 5000)] // the pause after a digit
    [InlineData("digits=%23%402000", "collect no_match", 2000)]
    [InlineData("ring=off", "collect no_input", 8000)]
    public async Task Collect_EndsAsAPromptDoes(string caller, string told, int at)
    {
        var run = await new ControlScenario(host, $"sip:alice@sim;{caller}").Up(60_000);
        Assert.Equal(ControlOutcome.Done, await run.Collect("pin"));
        await run.Script.ToEnd();

        Assert.Equal([told], run.Letters);
        Assert.Equal(at, await Milliseconds<ControlEnded>(run));
    }

    [Fact]
    public async Task Collect_HearsNothingThatWasPressedBefore_AlsoFromALostOwner()
    {
        var run = await new ControlScenario(host, "sip:alice@sim;digits=1%401000%2B2%404000").Up(60_000);
        await run.Script.At(2000);
        await run.Collect("pin", max: 1);
        host.Traffic.Deactivate(run.Script.Session);
        await host.Traffic.Gone(run.Script.Session);
        await run.Script.ToEnd();

        Assert.Equal(["collect digit 2"], run.Letters);
    }

    [Fact]
    public async Task Collect_WhoseTimersWait_CountsFromWhenTheyAreStarted()
    {
        var run = await new ControlScenario(host).Up(60_000);
        await run.Collect("pin", startTimers: false);
        await run.Script.At(20_000);
        Assert.Equal(ControlOutcome.Done, await run.Do("pin", (collect, project) => collect.StartTimers(project)));
        await run.Script.ToEnd();

        Assert.Equal(["collect no_input"], run.Letters);
        Assert.Equal(28_000, await Milliseconds<ControlEnded>(run));
    }

    [Fact]
    public async Task Call_ThatEnds_EndsWhatIsDoneOnIt()
    {
        var run = await new ControlScenario(host).Up(3000);
        await run.Play("hello", "silence:60");
        await run.Collect("pin");
        await run.Script.ToEnd();

        Assert.Equal(["collect error", "play finished", "play playing"], run.Letters.Order(StringComparer.Ordinal));
        Assert.Equal([("hello", 3000), ("pin", 3000)], (await Ends(run)).OrderBy(end => end.Name));
    }

    private static async Task<IEnumerable<(string Name, int At)>> Ends(ControlScenario run) => (await run.Script.Timeline())
        .Where(entry => entry.Event is ControlEnded)
        .Select(entry => (((ControlEnded)entry.Event).ControlId, (int)(entry.At - run.Script.StartedAt).TotalMilliseconds));

    private static async Task<int> Milliseconds<T>(ControlScenario run) where T : TimelineEvent =>
        (int)((await run.Script.Timeline()).Single(entry => entry.Event is T).At - run.Script.StartedAt).TotalMilliseconds;
}
