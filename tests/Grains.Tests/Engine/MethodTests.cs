using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Each row of the table of methods about the call and its media, carried out: variables, events, webhooks, and what the plane is told.</summary>
[Collection(EngineCollection.Name)]
public sealed class MethodTests(EngineHost host)
{
    [Fact]
    public async Task Answer_TakesItsCodecs_AndEndsTheCallAfterItsMaxDuration()
    {
        var run = await new ScriptScenario(host, "{'answer':{'max_duration':5,'codecs':'PCMA,PCMU'}},{'answer':{}},{'sleep':-1},{'set':{'never':1}}").Run();

        Assert.Equal("{'answer_result':'success'}", await run.Vars());
        Assert.Equal(["PCMA", "PCMU"], Assert.Single(Commands<Answer>(run)).Codecs);
        Assert.Equal((EndReason.Hangup, 5000), await End(run));
        Assert.IsType<ScriptCallGone>(await run.Outcome());
    }

    [Theory]
    [InlineData("busy", EndReason.Busy, HangUpCause.Busy)]
    [InlineData("decline", EndReason.Declined, HangUpCause.Declined)]
    [InlineData("no_answer", EndReason.NoAnswer, HangUpCause.Normal)]
    [InlineData("cancel", EndReason.Cancel, HangUpCause.Normal)]
    [InlineData("error", EndReason.Error, HangUpCause.Error)]
    [InlineData("hangup", EndReason.Hangup, HangUpCause.Normal)]
    public async Task Hangup_OfACallerWhoIsNotAnswered_RefusesHimForItsReason(string reason, EndReason ended, HangUpCause cause)
    {
        var run = await new ScriptScenario(host, $"{{'hangup':{{'reason':'{reason}'}}}},{{'set':{{'never':1}}}}").Run();

        Assert.Equal("{}", await run.Vars());
        Assert.Equal(ended, (await run.View()).EndReason);
        Assert.Equal(cause, Assert.Single(Commands<HangUp>(run)).Cause);
        Assert.Equal(new ScriptHungUp(reason), await run.Outcome());
    }

    [Fact]
    public async Task Hangup_OfAnAnsweredCall_IsAHangup_WhateverItsReason()
    {
        var run = await new ScriptScenario(host, "'answer',{'hangup':{'reason':'busy'}}").Run();

        Assert.Equal(EndReason.Hangup, (await run.View()).EndReason);
    }

    [Fact]
    public async Task Play_AnswersFirst_AndPlaysItsListAsItIsToSound()
    {
        var run = await new ScriptScenario(host, """
            {'play':{'urls':['say:Hello.','silence:0.5','ring:2:us'],'volume':-5,'say_voice':'amy','say_language':'en-GB','say_gender':'female','status_url':'$box'}},
            {'play':{'url':'https://files.example/a.wav'}}
            """).Run();

        Assert.Equal("{'play_result':'success'}", await run.Vars());
        Assert.Equal(["play playing", "play finished"], run.Letters);
        Assert.NotEmpty(Commands<Answer>(run));
        var plays = Commands<Play>(run);
        Assert.Equal(["say:Hello.", "silence:0.5", "ring:2:us"], plays[0].Playables);
        Assert.Equal((-5, "amy", "en-GB", "female", false), (plays[0].Volume, plays[0].Voice, plays[0].Language, plays[0].Gender, plays[0].Repeat));
        Assert.Equal((EndReason.Hangup, 360 + 500 + 2000 + 5000), await End(run));
    }

    [Fact]
    public async Task Play_OfAFileThatCannotBeHad_SaysWhyInTheTimeline()
    {
        var run = await new ScriptScenario(host, """
            {'play':{'url':'https://sim/404?key=secret','status_url':'$box'}},
            {'prompt':{'play':'https://sim/403','status_url':'$box'}},
            {'play':'silence:1'}
            """).Run();

        Assert.Equal(["play playing", "play error", "collect error"], run.Letters);
        var ends = (await run.Timeline()).Select(entry => entry.Event).OfType<MethodEnded>().ToList();
        Assert.Equal(
            ["play ended: failed (the file's server answered 404).", "prompt ended: failed (the file's server answered 403).", "play ended: success."],
            ends.Where(ended => ended.Method != "answer").Select(ended => ended.Sentence));
        Assert.Equal([true, true, false], ends.Where(ended => ended.Method != "answer").Select(ended => ended.IsAbnormal));
    }

    [Fact]
    public async Task Play_CutOffByTheEndOfTheCall_IsToldAsFinished()
    {
        var run = await new ScriptScenario(host, "{'play':{'url':'silence:60','status_url':'$box'}},{'set':{'never':1}}").Run(hangUpAfter: 2000);

        Assert.Equal("{}", await run.Vars());
        Assert.Equal(["play playing", "play finished"], run.Letters);
    }

    [Theory]
    [InlineData("digits=1%40500%2B2%40700%2B%23%40900", "'max_digits':4,'terminators':'#'", "match_digits", "12", "#", "collect digit 12", 900)]
    [InlineData("digits=4%40500%2B2%40700", "'max_digits':2", "match_digits", "42", "", "collect digit 42", 700)]
    [InlineData("digits=7%40500", "'max_digits':4,'digit_timeout':2", "match_digits", "7", "", "collect digit 7", 2500)]
    [InlineData("digits=%23%40500", "'terminators':'#'", "no_match", "", "#", "collect no_match", 500)]
    [InlineData("ring=off", "'initial_timeout':3", "no_input", "", "", "collect no_input", 4000)]
    public async Task Prompt_TellsWhatWasPressed(string caller, string how, string result, string value, string terminator, string told, int at)
    {
        var run = await new ScriptScenario(host, $"{{'prompt':{{'play':'silence:1',{how},'status_url':'$box'}}}}", $"sip:alice@sim;{caller}").Run();

        Assert.Equal(
            $"{{'prompt_digit_terminator':'{terminator}','prompt_result':'{result}','prompt_value':'{value}','prompt_value_raw':'{value}'}}", await run.Vars());
        Assert.Equal([told], run.Letters);
        Assert.Equal((EndReason.Hangup, at), await End(run));
        Assert.Contains((await run.Timeline()).Select(entry => entry.Event), fact => fact is MethodEnded { Method: "prompt" } ended && ended.Result == result);
    }

    [Fact]
    public async Task SendDigits_AnswersFirst_AndPressesThem()
    {
        var run = await new ScriptScenario(host, "{'send_digits':{'digits':'12w#W*A'}},{'sleep':60000}").Begin();
        await run.Call(hangUpAfter: 20_000);
        await run.At(5000);
        Assert.Equal("12w#W*A", host.Plane.DigitsSentTo(run.CallId));
        await run.ToEnd();

        Assert.Equal("{'send_digits_result':'success'}", await run.Vars());
        Assert.Contains("send_digits ended: success.", await run.Told());
    }

    [Fact]
    public async Task Sleep_InBothForms_AndForEver()
    {
        var run = await new ScriptScenario(host, "{'sleep':1500},{'sleep':{'duration':'${500}'}},{'set':{'a':1}},{'sleep':-1},{'set':{'never':1}}").Begin();
        await run.Call(hangUpAfter: 3_600_000);
        await run.ToEnd();

        Assert.Equal("{'a':1}", await run.Vars());
        var woken = (await run.Timeline()).Where(entry => entry.Event is MethodEnded { Method: "sleep" }).Select(entry => (entry.At - run.StartedAt).TotalMilliseconds);
        Assert.Equal([1500, 2000], woken);
        Assert.Equal((EndReason.Cancel, 3_600_000), await End(run));
    }

    [Fact]
    public async Task SipRefer_WhereNoPhoneCanBeAsked_IsAnErrorAndTheScriptGoesOn()
    {
        var run = await new ScriptScenario(host, "{'sip_refer':{'to_uri':'sip:c@sim','status_url':'$box'}},{'set':{'rest':1}}").Run();

        Assert.Equal("{'rest':1,'return_value':'error','sip_refer_result':'error','sip_refer_to':'sip:c@sim'}", await run.Vars());
        Assert.Equal(["refer inProgress", "refer error"], run.Letters);
        Assert.Equal("sip:c@sim", Assert.Single(Commands<Refer>(run)).To);
        Assert.NotEmpty(Commands<Answer>(run));
    }

    [Fact]
    public async Task Connect_LeavesItsResult_AndTellsItsStates()
    {
        var run = await new ScriptScenario(host, """
            {'connect':{'to':'sip:b@sim;status=486','status_url':'$box','call_state_url':'$box','call_state_events':['created','ended']}},
            {'set':{'first':'${connect_failed_reason}'}},
            {'connect':{'serial':[{'to':'sip:c@sim;status=603'},{'to':'sip:d@sim;answer=100;talk=500'}],'status_url':'$box'}}
            """).Run();

        Assert.Equal("{'connect_result':'connected','first':'busy','return_value':'connected'}", await run.Vars());
        // One connect's in their order; two connects' do not wait for one another.
        Assert.Equal(["connecting, failed busy", "connecting, connected, disconnected"], Of("calling.call.connect"));
        Assert.Equal(["created, ended busy"], Of("calling.call.state"));

        IEnumerable<string> Of(string type) => host.Postbox.At(run.BoxPath).Where(letter => letter.Type == type)
            .GroupBy(letter => letter.Owner, letter => letter.What).OrderBy(owner => owner.Key, StringComparer.Ordinal).Select(owner => string.Join(", ", owner));
    }

    private List<TCommand> Commands<TCommand>(ScriptScenario run)
        where TCommand : PlaneCommand => [.. host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<TCommand>()];

    private static async Task<(EndReason, int)> End(ScriptScenario run)
    {
        var ended = (await run.Timeline()).Single(entry => entry.Event is LegEnded && entry.CallId == run.CallId);
        return (((LegEnded)ended.Event).Reason, (int)(ended.At - run.StartedAt).TotalMilliseconds);
    }
}
