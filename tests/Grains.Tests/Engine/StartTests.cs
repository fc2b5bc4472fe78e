using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Requests that are repeated, that meet each other, or that are none of their sender's business.</summary>
[Collection(EngineCollection.Name)]
public sealed class StartTests(EngineHost host)
{
    private const string Plan = "{'to':'sip:b@sim;answer=500;talk=1000',$hooks}";

    [Fact]
    public async Task StartConnect_SameRequestAgain_Replayed()
    {
        var run = new Scenario(host, Plan);
        var first = await run.Start();

        var early = await run.Start();
        await run.ToEnd();
        var late = await run.Start();

        Assert.Equal(StartConnectOutcome.Accepted, first.Outcome);
        Assert.Equal(new StartConnectResult(StartConnectOutcome.Replayed, first.CreatedAt), early);
        Assert.Equal(new StartConnectResult(StartConnectOutcome.Replayed, first.CreatedAt), late);
        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectAccepted);
        Assert.All(Report.Invites(run).Values, invites => Assert.Equal(1, invites));
    }

    [Fact]
    public async Task StartConnect_OtherHash_KeyReused()
    {
        var run = new Scenario(host, Plan);
        await run.Start();

        var other = await run.Caller.StartConnect(run.Request with { RequestHash = "hash-2" });

        Assert.Equal(StartConnectOutcome.KeyReused, other.Outcome);
        await run.ToEnd();
    }

    [Fact]
    public async Task StartConnect_OnABusyCall_CallBusy()
    {
        var run = new Scenario(host, Plan);
        await run.Start();
        var second = run.Request with { ConnectId = CallIds.Connect(run.Session, "2"), Caller = null };

        Assert.Equal(StartConnectOutcome.CallBusy, (await run.Caller.StartConnect(second)).Outcome);

        await run.ToEnd();
        Assert.Equal(StartConnectOutcome.CallEnded, (await run.Caller.StartConnect(second)).Outcome);
    }

    [Fact]
    public async Task StartConnect_OnABLeg_CallBusy()
    {
        var run = new Scenario(host, Plan);
        await run.Start();
        await run.At(100);
        var second = run.Request with { ConnectId = CallIds.Connect(run.Session, "2"), Caller = null };

        Assert.Equal(StartConnectOutcome.CallBusy, (await run.Leg(1).StartConnect(second)).Outcome);

        await run.ToEnd();
    }

    [Fact]
    public async Task StartConnect_UnknownCallOrOtherProject_CallNotFound()
    {
        var run = new Scenario(host, Plan);
        Assert.Equal(StartConnectOutcome.CallNotFound, (await run.Caller.StartConnect(run.Request with { Caller = null })).Outcome);
        await run.Start();

        var foreign = run.Request with { ProjectId = "proj_2" };
        Assert.Equal(StartConnectOutcome.CallNotFound, (await run.Caller.StartConnect(foreign)).Outcome);
        Assert.Null(await host.Grains.GetGrain<ITimelineGrain>(run.Session).Connect("proj_2", run.ConnectId));

        await run.ToEnd();
    }

    [Fact]
    public async Task Connect_StatusUrlAlone_LegsAreNotTold()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000','status_url':'$box'}").Run();

        Assert.Equal(["connecting", "connected", "disconnected"], host.Postbox.At(run.BoxPath).Select(letter => letter.What));
    }

    [Fact]
    public async Task CallStateEvents_Two_OnlyThoseCome()
    {
        var run = await new Scenario(
            host, "{'to':'sip:b@sim;answer=500;talk=1000','call_state_url':'$box','call_state_events':['ringing','answered']}").Run();

        Assert.Equal(["ringing", "answered"], host.Postbox.At(run.BoxPath).Select(letter => letter.What));
    }
}
