using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>How a leg that is not connected ends, and what its connect makes of it.</summary>
[Collection(EngineCollection.Name)]
public sealed class EndingTests(EngineHost host)
{
    [Fact]
    public async Task To_486_FailedBusy()
    {
        var run = await new Scenario(host, "{'to':'+15550100486',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 released connect_over | 500 ended hangup | 500 dead
            connect: 0 accepted | 0 group 1 | 500 failed busy
            B1: 0 created | 200 rang | 500 ended busy 486
            A wire: 0 StartCaller | 0 <Answered | 500 HangUp Normal | 500 <LocalHangUp | 500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            connect hooks: connecting | failed busy
            B1 hooks: ended busy
            view: failed, busy, B1 ended busy, complete
            verdict: Not connected: busy; round 1: B1 busy (486).
            """);
    }

    [Fact]
    public async Task To_603_FailedDeclined()
    {
        var run = await new Scenario(host, "{'to':'+15550100603',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 released connect_over | 500 ended hangup | 500 dead
            connect: 0 accepted | 0 group 1 | 500 failed declined
            B1: 0 created | 200 rang | 500 ended declined 603
            A wire: 0 StartCaller | 0 <Answered | 500 HangUp Normal | 500 <LocalHangUp | 500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            connect hooks: connecting | failed declined
            B1 hooks: ended declined
            view: failed, declined, B1 ended declined, complete
            verdict: Not connected: declined; round 1: B1 declined (603).
            """);
    }

    [Fact]
    public async Task To_404_FailedError()
    {
        var run = await new Scenario(host, "{'to':'+15550100404',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 released connect_over | 500 ended hangup | 500 dead
            connect: 0 accepted | 0 group 1 | 500 failed error
            B1: 0 created | 200 rang | 500 ended error 404
            A wire: 0 StartCaller | 0 <Answered | 500 HangUp Normal | 500 <LocalHangUp | 500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            connect hooks: connecting | failed error
            B1 hooks: ended error
            view: failed, error, B1 ended error, complete
            verdict: Not connected: an error; round 1: B1 error (404).
            """);
    }

    [Fact]
    public async Task To_480_FailedNoAnswer()
    {
        var run = await new Scenario(host, "{'to':'+15550100480',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 500 released connect_over | 500 ended hangup | 500 dead
            connect: 0 accepted | 0 group 1 | 500 failed no_answer
            B1: 0 created | 200 rang | 500 ended no_answer 480
            A wire: 0 StartCaller | 0 <Answered | 500 HangUp Normal | 500 <LocalHangUp | 500 Release
            B1 wire: 0 Dial | 200 <Progress | 500 <Rejected | 500 Release
            connect hooks: connecting | failed no_answer
            B1 hooks: ended no_answer
            view: failed, no_answer, B1 ended no_answer, complete
            verdict: Not connected: no answer; round 1: B1 no answer (480).
            """);
    }

    [Fact]
    public async Task To_RingTimeout_CancelledAsNoAnswer()
    {
        var run = await new Scenario(host, "{'to':'+15550100408','timeout':20,$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 20000 released connect_over | 20000 ended hangup | 20000 dead
            connect: 0 accepted | 0 group 1 | 20000 failed no_answer
            B1: 0 created | 200 rang | 20000 released no_answer | 20000 ended no_answer | 20000 timer ring | 20005 dead
            A wire: 0 StartCaller | 0 <Answered | 20000 HangUp Normal | 20000 <LocalHangUp | 20000 Release
            B1 wire: 0 Dial | 200 <Progress | 20000 Cancel NoAnswer | 20005 <CancelConfirmed | 20005 Release
            connect hooks: connecting | failed no_answer
            B1 hooks: ended no_answer
            view: failed, no_answer, B1 ended no_answer, complete
            verdict: Not connected: no answer; round 1: B1 no answer in 20 s.
            """);
    }

    [Fact]
    public async Task To_SilentFarEnd_EndsAtTimeoutAndDies32SecondsLater()
    {
        var run = await new Scenario(host, "{'to':'+15550100999',$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 60000 released connect_over | 60000 ended hangup | 60000 dead
            connect: 0 accepted | 0 group 1 | 60000 failed no_answer
            B1: 0 created | 60000 released no_answer | 60000 ended no_answer | 60000 timer ring | 92000 dead
            A wire: 0 StartCaller | 0 <Answered | 60000 HangUp Normal | 60000 <LocalHangUp | 60000 Release
            B1 wire: 0 Dial | 60000 Cancel NoAnswer | 92000 <CancelUnconfirmed | 92000 Release
            connect hooks: connecting | failed no_answer
            B1 hooks: ended no_answer
            view: failed, no_answer, B1 ended no_answer, complete
            verdict: Not connected: no answer; round 1: B1 no answer in 60 s.
            """);
    }

    [Fact]
    public async Task To_CancelIgnored_EndedAtTimeoutAllTheSame()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=off;cancel=ignore','timeout':3,$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 3000 released connect_over | 3000 ended hangup | 3000 dead
            connect: 0 accepted | 0 group 1 | 3000 failed no_answer
            B1: 0 created | 200 rang | 3000 released no_answer | 3000 ended no_answer | 3000 timer ring | 35000 dead
            A wire: 0 StartCaller | 0 <Answered | 3000 HangUp Normal | 3000 <LocalHangUp | 3000 Release
            B1 wire: 0 Dial | 200 <Progress | 3000 Cancel NoAnswer | 35000 <CancelUnconfirmed | 35000 Release
            connect hooks: connecting | failed no_answer
            B1 hooks: ended no_answer
            view: failed, no_answer, B1 ended no_answer, complete
            verdict: Not connected: no answer; round 1: B1 no answer in 3 s.
            """);
    }

    [Fact]
    public async Task To_AnswerCrossesCancel_NeverAnsweredNorBridged()
    {
        var run = await new Scenario(host, "{'to':'+15550100487','timeout':3,$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 3000 released connect_over | 3000 ended hangup | 3000 dead
            connect: 0 accepted | 0 group 1 | 3000 failed no_answer
            B1: 0 created | 200 rang | 3000 released no_answer | 3000 ended no_answer | 3000 timer ring | 3005 dead
            A wire: 0 StartCaller | 0 <Answered | 3000 HangUp Normal | 3000 <LocalHangUp | 3000 Release
            B1 wire: 0 Dial | 200 <Progress | 3000 Cancel NoAnswer | 3005 <AnswerCrossedCancel | 3005 Release
            connect hooks: connecting | failed no_answer
            B1 hooks: ended no_answer
            view: failed, no_answer, B1 ended no_answer, complete
            verdict: Not connected: no answer; round 1: B1 no answer in 3 s.
            """);
    }

    [Fact]
    public async Task Parallel_LosersAnswerCrossesCancel_NeverAnsweredNorBridged()
    {
        var run = await new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=1000;talk=500'},{'to':'sip:b@sim;answer=off;cancel=answer'}],$hooks}").Run();

        await Report.Is(run, """
            A: 0 arrived answered | 1000 joined B1 | 1500 released connect_over | 1500 ended hangup | 1500 dead
            connect: 0 accepted | 0 group 1 | 1000 won B1 | 1000 connected B1 | 1500 disconnected callee after 0.5 s
            B1: 0 created | 200 rang | 1000 answered | 1000 joined A | 1500 ended hangup
            B2: 0 created | 200 rang | 1000 released lost_race | 1000 ended cancel | 1005 dead
            A wire: 0 StartCaller | 0 <Answered | 1000 Bridge B1 | 1500 HangUp Normal | 1500 <LocalHangUp | 1500 Release
            B1 wire: 0 Dial | 200 <Progress | 1000 <Answered | 1500 <RemoteHangUp | 1500 Release
            B2 wire: 0 Dial | 200 <Progress | 1000 Cancel CompletedElsewhere | 1005 <AnswerCrossedCancel | 1005 Release
            connect hooks: connecting | connected | disconnected
            B1 hooks: ended hangup
            B2 hooks: ended cancel
            view: disconnected, by callee, peer B1, B1 ended hangup won, B2 ended cancel, complete
            verdict: B1 answered first, after 1.0 s; B2 was cancelled; hung up by the callee after 0.5 s.
            """);
    }
}
