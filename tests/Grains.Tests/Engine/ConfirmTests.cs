using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Callees who must pass a script before they are bridged.</summary>
[Collection(EngineCollection.Name)]
public sealed class ConfirmTests(EngineHost host)
{
    private const string PressOne = "[{'prompt':{'play':'say:Press one.','initial_timeout':5}},{'cond':[{'when':\"vars.prompt_value != '1'\",'then':[{'hangup':{}}]}]}]";

    [Fact]
    public async Task Confirm_FallsOffItsEnd_PassesAndIsBridged()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500;talk=4000','confirm':[{'play':{'url':'silence:1'}}],$hooks}");

        Assert.Equal(ConnectStatus.Disconnected, (await run.View()).State);
        Assert.Equal("Answered by B1 after 0.5 s, confirmed after 1.5 s; hung up by the callee after 3.0 s.", (await run.View()).Verdict);
        Assert.Contains(await run.Timeline(), entry => entry.Event is LegConfirmed { Passed: true });
    }

    [Fact]
    public async Task Confirm_HangsUp_EndsThatLegAndThePlanGoesOn()
    {
        var run = await Connect("{'serial':[{'to':'sip:a@sim;answer=100','confirm':['hangup']},{'to':'sip:b@sim;answer=300;talk=1000'}],$hooks}");

        var view = await run.View();
        Assert.Equal((ConnectStatus.Disconnected, 2), (view.State, view.Legs.Single(leg => leg.Won).Leg));
        Assert.Equal(["ended hangup", "ended hangup"], host.Postbox.At(run.BoxPath).Where(letter => letter.Type == "calling.call.state").Select(letter => letter.What));
        Assert.Contains("B1 not confirmed", view.Verdict, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("digits=1%40800;talk=4000", ConnectStatus.Disconnected)]
    [InlineData("digits=2%40800", ConnectStatus.Failed)]
    [InlineData("ring=100", ConnectStatus.Failed)]
    public async Task Confirm_AsksForADigit_TheDigitDecides(string does, ConnectStatus state)
    {
        var run = await Connect($"{{'to':'sip:b@sim;answer=500;{does}','confirm':{PressOne}}}");

        Assert.Equal(state, (await run.View()).State);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("'reject'", false)]
    [InlineData("0", false)]
    [InlineData("''", false)]
    [InlineData("'yes'", true)]
    [InlineData("1", true)]
    [InlineData("{}", true)]
    [InlineData("null", true)]
    public async Task Confirm_Returns_WhatItReturnsDecides(string value, bool passes)
    {
        var document = $"{{\"sections\":{{\"main\":[{{\"return\":{value.Replace('\'', '"')}}}]}}}}";
        var pages = host.Postbox.Serve(document);
        var run = await Connect($"{{'to':'sip:b@sim;answer=500;talk=1000','confirm':'{pages.Url}'}}");

        Assert.Equal(passes ? ConnectStatus.Disconnected : ConnectStatus.Failed, (await run.View()).State);
    }

    [Fact]
    public async Task Confirm_ByUrl_IsAskedWithTheCalleesOwnCallAndNoVariables()
    {
        var pages = host.Postbox.Serve("{\"sections\":{\"main\":[{\"set\":{\"a\":1}}]}}");
        var run = await Connect($"{{'to':'sip:b@sim;answer=500;talk=1000','confirm':'{pages.Url}'}}");

        var asked = Assert.Single(pages.Asked);
        Assert.Equal(CallIds.Leg(run.ConnectId, 1), (string)asked["call"]!["call_id"]!);
        Assert.Equal(("outbound", "sip", "answered"), ((string)asked["call"]!["direction"]!, (string)asked["call"]!["type"]!, (string)asked["call"]!["call_state"]!));
        Assert.Equal(("{}", "{}"), (asked["vars"]!.ToJsonString(), asked["params"]!.ToJsonString()));
        Assert.Equal(ConnectStatus.Disconnected, (await run.View()).State);
    }

    [Fact]
    public async Task Confirm_CannotBeFetched_FailsThatLeg()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500','confirm':'http://127.0.0.1:9/nobody'}");

        Assert.Equal(ConnectStatus.Failed, (await run.View()).State);
        Assert.Contains(await run.Timeline(), entry => entry.Event is ScriptFailed);
    }

    [Theory]
    [InlineData("{'sections':{'main':[{'paly':{'url':'silence:1'}}]}}", "relay_script_method_undefined")]
    [InlineData("{'sections':{'main':[{'connect':{'to':'sip:c@sim'}}]}}", "relay_script_method_parameter_invalid_value")]
    [InlineData("{'sections':{}}", "relay_script_main_section_missing")]
    [InlineData("it is no document", "relay_script_")]
    public async Task Confirm_WhoseDocumentDoesNotHold_FailsThatLegAndThePlanGoesOn(string document, string code)
    {
        var page = host.Postbox.Serve(document.Replace('\'', '"'));
        var run = await Connect($"{{'serial':[{{'to':'sip:a@sim;answer=100','confirm':'{page.Url}'}},{{'to':'sip:b@sim;answer=300;talk=1000'}}],$hooks}}");

        Assert.StartsWith(code, Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<ScriptFailed>()).Code, StringComparison.Ordinal);
        var view = await run.View();
        Assert.Equal((ConnectStatus.Disconnected, 2), (view.State, view.Legs.Single(leg => leg.Won).Leg));
        Assert.Equal(["ended hangup", "ended hangup"], host.Postbox.At(run.BoxPath).Where(letter => letter.Type == "calling.call.state").Select(letter => letter.What));
    }

    [Fact]
    public async Task Confirm_TakesTooLong_EndsTheLeg()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500','confirm':[{'play':{'url':'silence:60'}}],'confirm_timeout':3,$hooks}");

        Assert.Equal(ConnectStatus.Failed, (await run.View()).State);
        var ended = (await run.Timeline()).Single(entry => entry is { Event: LegEnded, CallId: var call } && call == CallIds.Leg(run.ConnectId, 1));
        Assert.Equal(3500, (ended.At - run.StartedAt).TotalMilliseconds);
        Assert.Contains("ended hangup", host.Postbox.At(run.BoxPath).Select(letter => letter.What));
    }

    [Fact]
    public async Task Confirm_CalleeHangsUp_FailsAndTheScriptIsOver()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500;talk=1000','confirm':[{'play':{'url':'silence:60'}}]}");

        Assert.Equal(ConnectStatus.Failed, (await run.View()).State);
        Assert.Contains(await run.Timeline(), entry => entry.Event is ScriptEnded { Outcome: "call_gone" });
    }

    [Fact]
    public async Task Confirm_SeveralAtOnce_TheFirstToPassWinsAndTheOthersAreReleased()
    {
        var run = await Connect("""
            {'parallel':[
              {'to':'sip:a@sim;answer=100','confirm':[{'play':{'url':'silence:5'}}]},
              {'to':'sip:b@sim;answer=300;talk=4000','confirm':[{'play':{'url':'silence:1'}}]},
              {'to':'sip:c@sim;answer=off','timeout':30}],$hooks}
            """);

        var view = await run.View();
        Assert.Equal(2, view.Legs.Single(leg => leg.Won).Leg);
        Assert.All(view.Legs.Where(leg => !leg.Won), leg => Assert.Equal("cancel", SnakeCase.Of(leg.EndReason!.Value)));
        Assert.Equal(1300, (view.ConnectedAt!.Value - run.StartedAt).TotalMilliseconds);
    }

    [Fact]
    public async Task Confirm_WhileItRuns_TheOthersRingOnByTheirOwnClocks()
    {
        var run = new Scenario(host, """
            {'parallel':[
              {'to':'sip:a@sim;answer=1000','confirm':[{'play':{'url':'silence:30'}},'hangup'],'confirm_timeout':60},
              {'to':'sip:b@sim;answer=off','timeout':5},
              {'to':'sip:c@sim;status=486;after=7000'},
              {'to':'sip:d@sim;answer=9000','confirm':[{'play':{'url':'silence:60'}}],'confirm_timeout':4},
              {'to':'sip:e@sim;answer=off','timeout':40}],$hooks}
            """);
        await run.Start();
        await run.At(10_000);
        Assert.Equal(["answered", "ended", "ended", "answered", "ringing"], (await run.View()).Legs.Select(leg => SnakeCase.Of(leg.State)));
        await run.ToEnd();

        var ends = (await run.Timeline()).Where(entry => entry.Event is LegEnded && entry.CallId != run.CallId)
            .OrderBy(entry => entry.CallId, StringComparer.Ordinal)
            .Select(entry => $"{(entry.At - run.StartedAt).TotalMilliseconds} {SnakeCase.Of(((LegEnded)entry.Event).Reason)}");
        Assert.Equal(["31000 hangup", "5000 no_answer", "7000 busy", "13000 hangup", "40000 no_answer"], ends);
        Assert.Equal((ConnectStatus.Failed, FailedReason.Busy), ((await run.View()).State, (await run.View()).FailedReason!.Value));
    }

    [Fact]
    public async Task Confirm_ByUrl_ItsTimeoutCountsTheFetchToo()
    {
        var page = host.Postbox.Serve("""{"sections":{"main":["hangup"]}}""");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Held = held.Task;
        var run = new Scenario(host, $"{{'to':'sip:b@sim;answer=500','confirm':'{page.Url}','confirm_timeout':3}}");
        await run.Start();
        await run.At(499);
        await host.Clock.To(run.StartedAt.AddMilliseconds(500));
        await Deadline.For(page.WasAsked, "the document to be asked for");
        await host.Clock.To(run.StartedAt.AddMilliseconds(3500));
        await Deadline.For(Told<LegEnded>(run), "the end of the leg");
        held.SetResult();
        await run.ToEnd();

        var ended = (await run.Timeline()).Single(entry => entry is { Event: LegEnded, CallId: var call } && call == CallIds.Leg(run.ConnectId, 1));
        Assert.Equal((EndReason.Hangup, 3500), (((LegEnded)ended.Event).Reason, (ended.At - run.StartedAt).TotalMilliseconds));
    }

    [Fact]
    public async Task Confirm_Inline_HasItsOwnCallAndNoneOfTheCallersVariables()
    {
        var run = await new ScriptScenario(host, """
            {'set':{'mine':1}},
            {'connect':{'to':'sip:b@sim;answer=500;talk=1000','confirm':[{'set':{'seen':'[${mine}] ${call.call_id} ${call.direction} ${call.to}'}}]}}
            """).Run();

        var leg = CallIds.Leg(CallIds.Connect(run.Session, "t1"), 1);
        Assert.Equal($"{{'seen':'[] {leg} outbound sip:b@sim;answer=500;talk=1000'}}", await run.Vars(CallIds.Confirm(leg)));
        Assert.Equal("{'connect_result':'connected','mine':1,'return_value':'connected'}", await run.Vars());
    }

    [Fact]
    public async Task Confirm_PlaysToTheCalleeAlone()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500;talk=2000','confirm':[{'play':{'url':'say:Hello.'}},{'send_digits':{'digits':'12'}}]}");

        var played = run.Host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<Telephony.Port.Play>();
        Assert.Equal([CallIds.Leg(run.ConnectId, 1)], played.Select(play => play.LegId).Distinct());
    }

    /// <summary>Without waiting for the silo to come to rest: a document is on its way for as long as the test says.</summary>
    private async Task Told<TEvent>(Scenario run)
        where TEvent : TimelineEvent
    {
        for (IReadOnlyList<TimelineEntry> told = await run.Timeline(); !told.Any(entry => entry.Event is TEvent); told = await run.Timeline())
            await host.Store.WaitForEntry(run.Session, told.Count == 0 ? 0 : told[^1].Sequence);
    }

    private async Task<Scenario> Connect(string connect) => await new Scenario(host, connect).Run();
}
