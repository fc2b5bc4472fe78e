using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What comes through the API while a connect runs, or when it is over.</summary>
[Collection(EngineCollection.Name)]
public sealed class CancelTests(EngineHost host)
{
    [Fact]
    public async Task Cancel_WhileRinging_FailedCancel()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=off',$hooks}");
        await run.Start();
        await run.Until<LegRang>();

        Assert.Equal(CancelConnectOutcome.Ended, await run.Connect.Cancel(Scenario.Project));

        await run.ToEnd();
        await Report.Is(run, """
            A: 0 arrived answered | 200 released connect_over | 200 ended hangup | 200 dead
            connect: 0 accepted | 0 group 1 | 200 failed cancel
            B1: 0 created | 200 rang | 200 released api_request | 200 ended cancel | 205 dead
            A wire: 0 StartCaller | 0 <Answered | 200 HangUp Normal | 200 <LocalHangUp | 200 Release
            B1 wire: 0 Dial | 200 <Progress | 200 Cancel Requested | 205 <CancelConfirmed | 205 Release
            connect hooks: connecting | failed cancel
            B1 hooks: ended cancel
            view: failed, cancel, B1 ended cancel, complete
            verdict: Not connected: the API cancelled it after 0.2 s; round 1: B1 cancelled.
            """);
    }

    [Fact]
    public async Task Cancel_WhileConnected_DisconnectedByTheApi()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500',$hooks}");
        await run.Start();
        await run.At(1500);

        Assert.Equal(CancelConnectOutcome.Ended, await run.Connect.Cancel(Scenario.Project));

        await run.ToEnd();
        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 1500 released connect_over | 1500 ended hangup | 1500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 1500 disconnected api_request after 1 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 1500 released connect_over | 1500 ended hangup | 1500 dead
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 1500 HangUp Normal | 1500 <LocalHangUp | 1500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 1500 HangUp Normal | 1500 <LocalHangUp | 1500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by api_request, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; ended by the API after 1.0 s.
            """);
    }

    [Fact]
    public async Task Cancel_RightAfterTheStart_NothingIsLeft()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500',$hooks}", answered: false);
        await run.Start();

        Assert.Equal(CancelConnectOutcome.Ended, await run.Connect.Cancel(Scenario.Project));

        await run.ToEnd();
        var view = await run.View();
        Assert.Equal((ConnectStatus.Failed, FailedReason.Cancel), (view.State, view.FailedReason));
        Assert.DoesNotContain(view.Legs, leg => leg.AnsweredAt is not null);
    }

    [Fact]
    public async Task Cancel_WhenOver_AlreadyEndedAndNothingHappens()
    {
        var run = await new Scenario(host, "{'to':'+15550100486',$hooks}").Run();
        var (before, commits) = ((await run.Timeline()).Count, run.Commits.Count);

        Assert.Equal(CancelConnectOutcome.AlreadyEnded, await run.Connect.Cancel(Scenario.Project));

        await run.ToEnd();
        Assert.Equal(commits, run.Commits.Count);
        // The connect asks its caller's leg once more, and the plane whether it is gone: that line may come twice, nothing else.
        Assert.All((await run.Timeline()).Skip(before), entry => Assert.IsType<LegDead>(entry.Event));
    }

    [Fact]
    public async Task Cancel_ByAnotherProject_NotFound()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=100'}");
        await run.Start();

        Assert.Equal(CancelConnectOutcome.NotFound, await run.Connect.Cancel("proj_2"));

        await run.ToEnd();
        Assert.Equal(ConnectStatus.Disconnected, (await run.View()).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_HangsUpAtOnce_NothingIsLeft(bool answered)
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500',$hooks}", answered, hangUpAfter: 0).Run();

        var view = await run.View();
        Assert.Equal((ConnectStatus.Failed, FailedReason.Cancel), (view.State, view.FailedReason));
    }

    [Fact]
    public async Task Parallel_BothAnswerAtOnce_OneWins()
    {
        var run = await new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=1000;talk=500'},{'to':'sip:b@sim;answer=1000;talk=500'}],$hooks}").Run();

        var view = await run.View();
        Assert.Equal(ConnectStatus.Disconnected, view.State);
        Assert.Single(view.Legs, leg => leg.Won);
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectBridged);
        Assert.Equal(0, host.Plane.BridgeConflicts);
    }
}
