using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>The four strategies, on a whole silo, from the request to the last word on the wire.</summary>
[Collection(EngineCollection.Name)]
public sealed class StrategyTests(EngineHost host)
{
    [Fact]
    public async Task To_CalleeAnswersAndHangsUp_Disconnected()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=3000',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 joined B1 | 3500 released connect_over | 3500 ended hangup | 3500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 3500 disconnected callee after 3 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 3500 ended hangup
            A wire: 0 StartCaller | 0 <Answered | 500 Bridge B1 | 3500 HangUp Normal | 3500 <LocalHangUp | 3500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 3500 <RemoteHangUp | 3500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by callee, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the callee after 3.0 s.
            """);
    }

    [Fact]
    public async Task To_CallerNotAnswered_IsAnsweredFirst()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=3000',$hooks}", answered: false).Run();

        await Report.Is(run, """
            A: 0 arrived | 0 answered | 500 joined B1 | 3500 released connect_over | 3500 ended hangup | 3500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 3500 disconnected callee after 3 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 3500 ended hangup
            A wire: 0 StartCaller | 0 Answer | 0 <Answered | 500 Bridge B1 | 3500 HangUp Normal | 3500 <LocalHangUp | 3500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 3500 <RemoteHangUp | 3500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by callee, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the callee after 3.0 s.
            """);
    }

    [Fact]
    public async Task Serial_RingTimerAndBusy_NextGroupStartsAtThatInstant()
    {
        var run = await new Scenario(
            host,
            "{'serial':[{'to':'sip:a@sim;answer=off','timeout':10},{'to':'sip:b@sim;status=486'},{'to':'sip:c@sim;answer=1000;talk=1000'}],$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 11500 joined B3 | 12500 released connect_over | 12500 ended hangup | 12500 dead
            connect: 0 accepted | 0 group 1 | 10000 group 2 | 10500 group 3 | 11500 won B3 | 11500 connected B3 | 12500 disconnected callee after 1 s
            B1: 0 created | 200 rang | 10000 released no_answer | 10000 ended no_answer | 10000 timer ring | 10005 dead
            B2: 10000 created | 10200 rang | 10500 ended busy 486
            B3: 10500 created | 10700 rang | 11500 answered | 11500 joined A | 12500 ended hangup
            A wire: 0 StartCaller | 0 <Answered | 11500 Bridge B3 | 12500 HangUp Normal | 12500 <LocalHangUp | 12500 Release
            B1 wire: 0 Dial | 200 <Progress | 10000 Cancel NoAnswer | 10005 <CancelConfirmed | 10005 Release
            B2 wire: 10000 Dial | 10200 <Progress | 10500 <Rejected | 10500 Release
            B3 wire: 10500 Dial | 10700 <Progress | 11500 <Answered | 12500 <RemoteHangUp | 12500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended no_answer
            B2 hooks: ended busy
            B3 hooks: ended hangup
            view: disconnected, by callee, peer B3, B1 ended no_answer, B2 ended busy, B3 ended hangup won, complete
            verdict: Answered by B3 after 11.5 s; round 1: B1 no answer in 10 s; round 2: B2 busy (486); hung up by the callee after 1.0 s.
            """);
    }

    [Fact]
    public async Task Parallel_FirstAnswer_LosersCompletedElsewhere()
    {
        var run = await new Scenario(
            host,
            "{'parallel':[{'to':'sip:a@sim;answer=1000;talk=5000'},{'to':'sip:b@sim;answer=3000'},{'to':'sip:c@sim;status=486'}],$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 1000 joined B1 | 6000 released connect_over | 6000 ended hangup | 6000 dead
            connect: 0 accepted | 0 group 1 | 1000 won B1 | 1000 connected B1 | 6000 disconnected callee after 5 s
            B1: 0 created | 200 rang | 1000 answered | 1000 joined A | 6000 ended hangup
            B2: 0 created | 200 rang | 1000 released lost_race | 1000 ended cancel | 1005 dead
            B3: 0 created | 200 rang | 500 ended busy 486
            A wire: 0 StartCaller | 0 <Answered | 1000 Bridge B1 | 6000 HangUp Normal | 6000 <LocalHangUp | 6000 Release
            B1 wire: 0 Dial | 200 <Progress | 1000 <Answered | 6000 <RemoteHangUp | 6000 Release
            B2 wire: 0 Dial | 200 <Progress | 1000 Cancel CompletedElsewhere | 1005 <CancelConfirmed | 1005 Release
            B3 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            B2 hooks: ended cancel
            B3 hooks: ended busy
            view: disconnected, by callee, peer B1, B1 ended hangup won, B2 ended cancel, B3 ended busy, complete
            verdict: B1 answered first, after 1.0 s; B2 was cancelled; round 1: B3 busy (486); hung up by the callee after 5.0 s.
            """);
    }

    [Fact]
    public async Task SerialParallel_GroupHasEnded_NextGroupDialsTogether()
    {
        var run = await new Scenario(
            host,
            "{'serial_parallel':[[{'to':'sip:a@sim;status=486'},{'to':'sip:b@sim;answer=off','timeout':5}],[{'to':'sip:c@sim;answer=700;talk=1000'},{'to':'sip:d@sim;answer=off'}]],$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 5700 joined B3 | 6700 released connect_over | 6700 ended hangup | 6700 dead
            connect: 0 accepted | 0 group 1 | 5000 group 2 | 5700 won B3 | 5700 connected B3 | 6700 disconnected callee after 1 s
            B1: 0 created | 200 rang | 500 ended busy 486
            B2: 0 created | 200 rang | 5000 released no_answer | 5000 ended no_answer | 5000 timer ring | 5005 dead
            B3: 5000 created | 5200 rang | 5700 answered | 5700 joined A | 6700 ended hangup
            B4: 5000 created | 5200 rang | 5700 released lost_race | 5700 ended cancel | 5705 dead
            A wire: 0 StartCaller | 0 <Answered | 5700 Bridge B3 | 6700 HangUp Normal | 6700 <LocalHangUp | 6700 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            B2 wire: 0 Dial | 200 <Progress | 5000 Cancel NoAnswer | 5005 <CancelConfirmed | 5005 Release
            B3 wire: 5000 Dial | 5200 <Progress | 5700 <Answered | 6700 <RemoteHangUp | 6700 Release
            B4 wire: 5000 Dial | 5200 <Progress | 5700 Cancel CompletedElsewhere | 5705 <CancelConfirmed | 5705 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended busy
            B2 hooks: ended no_answer
            B3 hooks: ended hangup
            B4 hooks: ended cancel
            view: disconnected, by callee, peer B3, B1 ended busy, B2 ended no_answer, B3 ended hangup won, B4 ended cancel, complete
            verdict: B3 answered first, after 5.7 s; B4 was cancelled; round 1: B1 busy (486), B2 no answer in 5 s; hung up by the callee after 1.0 s.
            """);
    }

    [Fact]
    public async Task AnswerOnBridge_CalleeAnswers_CallerAnsweredOnlyThen()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=3000','answer_on_bridge':true,$hooks}", answered: false).Run();

        await Report.Is(run, """
            A: 0 arrived | 500 answered | 500 joined B1 | 3500 released connect_over | 3500 ended hangup | 3500 dead
            connect: 0 accepted | 0 group 1 | 500 won B1 | 500 connected B1 | 3500 disconnected callee after 3 s
            B1: 0 created | 200 rang | 500 answered | 500 joined A | 3500 ended hangup
            A wire: 0 StartCaller | 500 Answer | 500 <Answered | 500 Bridge B1 | 3500 HangUp Normal | 3500 <LocalHangUp | 3500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Answered | 3500 <RemoteHangUp | 3500 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            view: disconnected, by callee, peer B1, B1 ended hangup won, complete
            verdict: Answered by B1 after 0.5 s; hung up by the callee after 3.0 s.
            """);
    }
}
