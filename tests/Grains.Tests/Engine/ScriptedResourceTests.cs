using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A connect to a Resource that a script serves: the Resource is called, its script answers, and it is a call of its own.</summary>
[Collection(EngineCollection.Name)]
public sealed class ScriptedResourceTests(EngineHost host)
{
    [Fact]
    public async Task Resource_Answers_HearsTheCaller_AndHangsUp()
    {
        var (resource, run) = await Connect(
            "{'sleep':400},{'answer':{}},{'prompt':{'play':'silence:1','initial_timeout':10}},{'set':{'to':'%{call.to}','way':'%{call.direction}'}}",
            "'from':'+15550001111'", "sip:alice@sim;digits=5%402000");
        await run.ToEnd();

        Assert.Contains("'connect_result':'connected'", await run.Vars(), StringComparison.Ordinal);
        Assert.Equal(["connecting", "connected", "disconnected"], run.Letters.Where(letter => letter.Contains("connect", StringComparison.Ordinal)));
        Assert.Equal(["created", "ringing", "answered", "ended hangup"], run.Letters.Where(letter => !letter.Contains("connect", StringComparison.Ordinal)));
        var served = (await Served(run))!;
        Assert.Equal(("5", resource.Address, "inbound"), (Var(served, "prompt_value"), Var(served, "to"), Var(served, "way")));
        var view = await View(run);
        Assert.Equal((ConnectStatus.Disconnected, "fabric"), (view.State, view.Legs[0].Kind));
    }

    [Theory]
    [InlineData("busy", FailedReason.Busy)]
    [InlineData("decline", FailedReason.Declined)]
    [InlineData("hangup", FailedReason.NoAnswer)]
    public async Task Resource_HangsUpUnanswered_IsALegThatRefused(string reason, FailedReason failed)
    {
        var (_, run) = await Connect($"{{'hangup':{{'reason':'{reason}'}}}}");
        await run.ToEnd();

        Assert.Equal(failed, (await View(run)).FailedReason);
    }

    [Fact]
    public async Task Caller_HangsUp_EndsTheResourcesCall()
    {
        var (_, run) = await Connect("{'answer':{}},{'sleep':-1}", caller: "sip:alice@sim;talk=4000");
        await run.ToEnd();

        Assert.IsType<ScriptCallGone>(((ScriptOver)(await Served(run))!.State).Outcome);
    }

    [Fact]
    public async Task Resource_LosesTheRace_IsCancelled()
    {
        var resource = await new ScriptScenario(host, "{'sleep':60000}").Begin();
        var run = await new Scenario(host, $"{{'parallel':[{{'to':'{resource.Address}'}},{{'to':'sip:b@sim;answer=500;talk=1000'}}]}}").Run();

        var view = await run.View();
        Assert.Equal((2, EndReason.Cancel), (view.Legs.Single(leg => leg.Won).Leg, view.Legs[0].EndReason!.Value));
        Assert.Contains(await run.Timeline(), entry => entry.Event is LegDead && entry.CallId == CallIds.Leg(run.ConnectId, 1));
    }

    [Fact]
    public async Task Resource_ThatConnectsToItself_ComesToAnEnd()
    {
        var run = new ScriptScenario(host, "'hangup'");
        var text = """{"sections":{"main":[{"connect":{"to":"ITSELF"}}]}}""".Replace("ITSELF", run.Address, StringComparison.Ordinal);
        await host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfResource(Story.Project, "public", run.Session)).Put(Story.Project, new AddressBody(text, null, null));
        await run.Call();
        await run.ToEnd();

        Assert.Equal(CallState.Ended, (await run.View()).State);
    }

    private async Task<(ScriptScenario Resource, ScriptScenario Run)> Connect(string serves, string more = "'timeout':20", string caller = "sip:alice@sim")
    {
        var resource = await new ScriptScenario(host, serves).Begin();
        var run = await new ScriptScenario(
            host, $"{{'connect':{{'to':'{resource.Address}',{more},'status_url':'$box','call_state_url':'$box','call_state_events':['created','ringing','answered','ended']}}}}", caller).Begin();
        host.OnPlane = line =>
        {
            if (line is Telephony.Delivery.EventHappened { Event: Telephony.Port.Arrived { Call.To: var to } arrived } && to == resource.Address)
                _served = CallIds.SessionOf(arrived.LegId);
        };
        await run.Call();
        return (resource, run);
    }

    private string? _served;

    private Task<ScriptRecord?> Served(ScriptScenario run)
    {
        host.OnPlane = null;
        return run.Script(CallIds.Script(_served!));
    }

    private static string? Var(ScriptRecord script, string name) => script.State.Memory.Vars[name].GetString();

    private async Task<ConnectView> View(ScriptScenario run) =>
        (await host.Grains.GetGrain<ITimelineGrain>(run.Session).Connect(Story.Project, CallIds.Connect(run.Session, "t1")))!;
}
