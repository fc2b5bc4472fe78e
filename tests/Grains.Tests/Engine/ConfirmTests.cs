using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
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
    [InlineData("'yes'", true)]
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
    public async Task Confirm_PlaysToTheCalleeAlone()
    {
        var run = await Connect("{'to':'sip:b@sim;answer=500;talk=2000','confirm':[{'play':{'url':'say:Hello.'}},{'send_digits':{'digits':'12'}}]}");

        var played = run.Host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<Telephony.Port.Play>();
        Assert.Equal([CallIds.Leg(run.ConnectId, 1)], played.Select(play => play.LegId).Distinct());
    }

    private async Task<Scenario> Connect(string connect) => await new Scenario(host, connect).Run();
}
