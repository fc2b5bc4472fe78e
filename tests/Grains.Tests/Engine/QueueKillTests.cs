using System.Text.RegularExpressions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Xunit.Abstractions;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>
/// A caller who waits in a queue, and another who takes him, lose the owners of both calls and of the queue at each commit of the three: after
/// it, and when its answer is lost. The same variables and the same webhooks come of it, on both sides.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed partial class QueueKillTests(EngineHost host, ITestOutputHelper output)
{
    private const string After = """'transfer_after_bridge':'{"sections":{"main":[{"set":{"after":"%{call.direction}"}}]}}'""";

    [Theory]
    [InlineData(Blow.AfterCommit)]
    [InlineData(Blow.AnswerLost)]
    internal async Task WaiterAndTaker_KilledAtEveryCommit_AreBridgedOnceAndEndAsIfNothingHadHappened(Blow blow)
    {
        var (expected, commits) = await Run(blow, moment: 0);
        output.WriteLine($"{commits} commits\n{expected}");
        Assert.Contains("enqueue 1 of 1 | dequeue 0 of 0", expected, StringComparison.Ordinal);
        Assert.Contains("connecting | connected | disconnected", expected, StringComparison.Ordinal);

        for (var moment = 1; moment <= commits; moment++)
        {
            var (found, _) = await Run(blow, moment);
            Assert.True(found == expected, $"{blow} at commit {moment}. Found:\n{found}\nExpected:\n{expected}");
        }
    }

    /// <param name="moment">At which commit all is lost; 0: nothing is.</param>
    private async Task<(string Outcome, int Commits)> Run(Blow blow, int moment)
    {
        var queue = $"q-{Guid.NewGuid():n}";
        var line = CallIds.SessionOf(CallIds.Queue(Story.Project, queue));
        var waiter = await new ScriptScenario(host, $"{{'enter_queue':{{'queue_name':'{queue}','status_url':'$box',{After}}}}}") { Others = [line] }.Begin();
        var taker = await new ScriptScenario(host, $"{{'connect':{{'to':'queue:{queue}','timeout':600,'max_duration':20,'status_url':'$box',{After}}}}}") { Others = [line, waiter.Session] }.Begin();
        string[] sessions = [waiter.Session, taker.Session, line];
        var (commits, struck) = (0, false);
        host.Store.Committed = commit =>
        {
            if (!sessions.Contains(CallIds.SessionOf(commit.Id)) || Interlocked.Increment(ref commits) != moment)
                return;
            struck = true;
            foreach (var session in sessions)
                host.Traffic.Deactivate(session);
            if (blow == Blow.AnswerLost)
                throw new IOException("the store's answer was lost");
        };
        await Call(waiter);
        await waiter.Until<WaitEntered>();
        await Call(taker);
        await taker.Ended();
        await waiter.Ended();
        host.Store.Committed = null;
        Assert.True(struck || moment == 0, $"there was no commit {moment}");
        return ($"waiter: {await Outcome(waiter)}\ntaker: {await Outcome(taker)}", commits);
    }

    private async Task Call(ScriptScenario caller)
    {
        try
        {
            await caller.Call();
        }
        catch (Exception failure) when (failure is IOException or Orleans.Runtime.OrleansException)
        {
            await host.Quiet("before the client tries again");
            await caller.Call();
        }
    }

    /// <summary>How long he waited may rightly differ: an owner is looked for for a while.</summary>
    private static async Task<string> Outcome(ScriptScenario run)
    {
        var ends = (await run.Timeline()).Select(entry => entry.Event).Where(fact => fact is LegEnded or WaitDequeued or ConnectDisconnected or ScriptEnded or ScriptFailed)
            .Select(fact => fact.GetType().Name).Order(StringComparer.Ordinal);
        return $"{Waited().Replace(await run.Vars(), "'wait_time':-")}\n{string.Join(" | ", run.Letters)}\n{string.Join(" | ", ends)}";
    }

    [GeneratedRegex("'wait_time':[0-9]+")]
    private static partial Regex Waited();
}
