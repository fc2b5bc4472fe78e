using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Calls that come in and are served by a script, on a real silo.</summary>
[Collection(EngineCollection.Name)]
public sealed class ScriptTests(EngineHost host)
{
    [Fact]
    public async Task Answer_Play_HangUp_IsCarriedOutStepByStep()
    {
        var run = await new ScriptScenario(host, """
            {'answer':{}}, {'play':{'url':'silence:2','status_url':'$box'}}, {'hangup':{}}
            """).Run();

        Assert.Equal("{'answer_result':'success','play_result':'success'}", await run.Vars());
        Assert.Equal(["play playing", "play finished"], run.Letters);
        Assert.Equal((CallState.Ended, EndReason.Hangup), ((await run.View()).State, (await run.View()).EndReason!.Value));
        Assert.Equal(
            [
                "The script started.", "Step /sections/main/0: answer.", "answer ended: success.", "Step /sections/main/1: play.", "play ended: success.",
                "The script ended: hung up.",
            ],
            await run.Told());
    }

    [Fact]
    public async Task UserEvent_IsToldInTheTimelineOnce_WithItsPlaceholdersFilledIn()
    {
        var run = await new ScriptScenario(host, "{'set':{'n':3}}, {'user_event':{'event':{'order':'${n}','list':[1,'a']}}}, {'set':{'told':true}}").Run();

        Assert.Equal("{'n':3,'told':true}", await run.Vars());
        var told = Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<UserEventSent>());
        Assert.Equal("""{"order":3,"list":[1,"a"]}""", told.Event);
    }

    [Fact]
    public async Task Connect_AfterAnswerlessSteps_AnswersTheCallerAndGoesOnWhenThePeerHasGone()
    {
        var run = await new ScriptScenario(host, """
            {'set':{'a':1}}, {'connect':{'to':'sip:bob@sim;answer=500;talk=3000','status_url':'$box'}}, {'set':{'b':'${connect_result}'}}
            """).Run();

        Assert.Equal("{'a':1,'b':'connected','connect_result':'connected','return_value':'connected'}", await run.Vars());
        Assert.Equal(["connecting", "connected", "disconnected"], run.Letters);
        Assert.Equal(EndReason.Hangup, (await run.View()).EndReason);
    }
}
