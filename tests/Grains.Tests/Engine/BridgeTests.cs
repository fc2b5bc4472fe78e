using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>How callers leave and bridges end.</summary>
[Collection(EngineCollection.Name)]
public sealed class BridgeTests(EngineHost host)
{
    [Fact]
    public async Task Caller_HangsUpWhileRinging_CancelledAsCallerGone()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=off',$hooks}", hangUpAfter: 1000).Run();

        await Report.Is(run, """
            A: 0 arrived answered | 1000 ended hangup
            connect: 0 accepted | 0 group 1 | 1000 failed cancel
            B1: 0 created | 200 rang | 1000 released caller_gone | 1000 ended cancel | 1005 dead
            A wire: 0 StartCaller | 0 <Answered | 1000 <RemoteHangUp | 1000 Release
            B1 wire: 0 Dial | 200 <Progress | 1000 Cancel CallerGone | 1005 <CancelConfirmed | 1005 Release
            connect hooks: connecting | failed cancel
            B1 hooks: ended cancel
            view: failed, cancel, B1 ended cancel, complete
            verdict: Not connected: the caller hung up after 1.0 s; round 1: B1 cancelled.
            """);
    }

    [Fact]
    public async Task Caller_HangsUpUnanswered_EndsCancel()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=off','answer_on_bridge':true,$hooks}", answered: false, hangUpAfter: 1000).Run();

        await Report.Is(run, """
            A: 0 arrived | 1000 ended cancel
            connect: 0 accepted | 0 group 1 | 1000 failed cancel
            B1: 0 created | 200 rang | 1000 released caller_gone | 1000 ended cancel | 1005 dead
            A wire: 0 StartCaller | 1000 <RemoteHangUp | 1000 Release
            B1 wire: 0 Dial | 200 <Progress | 1000 Cancel CallerGone | 1005 <CancelConfirmed | 1005 Release
            connect hooks: connecting | failed cancel
            B1 hooks: ended cancel
            view: failed, cancel, B1 ended cancel, complete
            verdict: Not connected: the caller hung up after 1.0 s; round 1: B1 cancelled.
            """);
    }

    [Fact]
    public async Task Caller_HangsUpWhileConnected_CalleeHungUp()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500',$hooks}", hangUpAfter: 1000).Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 1000 ended hangup
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 1000 disconnected caller after 0.5 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 1000 released caller_hung_up | 1000 ended hangup | 1000 dead
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 1000 <RemoteHangUp | 1000 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 1000 HangUp Normal | 1000 <LocalHangUp | 1000 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by caller, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the caller after 0.5 s.
            """);
    }

    [Fact]
    public async Task MaxDuration_FourHours_EndsAtThatInstant()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500','max_duration':14400,$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 14400500 released connect_over | 14400500 ended hangup | 14400500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 14400500 disconnected max_duration after 14400 s | 14400500 timer max_duration
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 14400500 released max_duration | 14400500 ended hangup | 14400500 dead
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 14400500 HangUp Normal | 14400500 <LocalHangUp | 14400500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 14400500 HangUp MaxDuration | 14400500 <LocalHangUp | 14400500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by max_duration, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; ended by max_duration after 14400.0 s.
            """);
    }

    [Fact]
    public async Task MaxDuration_WithoutWebhooks_EndsAtThatInstant()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500','max_duration':14400}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 14400500 released connect_over | 14400500 ended hangup | 14400500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 14400500 disconnected max_duration after 14400 s | 14400500 timer max_duration
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 14400500 released max_duration | 14400500 ended hangup | 14400500 dead
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 14400500 HangUp Normal | 14400500 <LocalHangUp | 14400500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 14400500 HangUp MaxDuration | 14400500 <LocalHangUp | 14400500 Release
            view: disconnected, by max_duration, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; ended by max_duration after 14400.0 s.
            """);
    }

    [Fact]
    public async Task Callee_MediaLost_EndsError()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;lost=2000',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 2500 released connect_over | 2500 ended hangup | 2500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 2500 disconnected error after 2 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 2500 released engine_error | 2500 ended error | 2500 dead
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 2500 HangUp Normal | 2500 <LocalHangUp | 2500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 2500 <MediaLost | 2500 HangUp Error | 2500 <LocalHangUp | 2500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended error
            view: disconnected, by error, peer B1, B1 ended error won, complete
            verdict: Answered by B1 after 0.5 s; a leg was lost after 2.0 s.
            """);
    }

    [Fact]
    public async Task Callee_EarlyMedia_RingsOnce()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=2000;early=100',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 2500 released connect_over | 2500 ended hangup | 2500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 2500 disconnected callee after 2 s
            B1: 0 created | 100 early media | 500 answered | 500 joined A | 2500 ended hangup
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 2500 HangUp Normal | 2500 <LocalHangUp | 2500 Release
            B1 wire: 0 Dial | 100 <EarlyMedia | 200 <Progress | 500 <Answered | 2500 <RemoteHangUp | 2500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by callee, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the callee after 2.0 s.
            """);
    }

    [Fact]
    public async Task CallStateEvents_AllFour_ComeInOrder()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=2000','call_state_events':['created','ringing','answered','ended'],$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 2500 released connect_over | 2500 ended hangup | 2500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 2500 disconnected callee after 2 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 2500 ended hangup
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 2500 HangUp Normal | 2500 <LocalHangUp | 2500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 2500 <RemoteHangUp | 2500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: created | ringing | answered | ended hangup
            view: disconnected, by callee, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the callee after 2.0 s.
            """);
    }
}
