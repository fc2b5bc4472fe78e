using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>
/// Every run is repeated with all activations lost at every moment that leaves a trace: each commit, done or with its answer lost, and
/// each event of the plane. Whoever looks at the end sees no difference.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class RestoreTests(EngineHost host)
{
    private const int MostMoments = 40;

    public static TheoryData<string, string, bool, int?> Runs => new()
    {
        { "parallel with a winner", "{'parallel':[{'to':'sip:a@sim;answer=1000;talk=5000'},{'to':'sip:b@sim;answer=off'},{'to':'sip:c@sim;status=486'}],$hooks}", true, null },
        { "serial past busy", "{'serial':[{'to':'sip:a@sim;answer=off','timeout':5},{'to':'sip:b@sim;status=486'},{'to':'sip:c@sim;answer=1000;talk=1000'}],$hooks}", true, null },
        { "answer_on_bridge", "{'to':'sip:b@sim;answer=500;talk=3000','answer_on_bridge':true,$hooks}", false, null },
        { "caller answered first", "{'to':'sip:b@sim;answer=500;talk=3000'}", false, null },
        { "max_duration", "{'to':'sip:b@sim;answer=500','max_duration':600}", true, null },
        { "caller gives up", "{'parallel':[{'to':'sip:a@sim;answer=off'},{'to':'sip:b@sim;answer=off;cancel=ignore'}],$hooks}", true, 3000 },
        { "nobody answers", "{'to':'+15550100487','timeout':20,$hooks}", true, null },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public Task Grains_LostAfterACommit_SameEnd(string name, string connect, bool answered, int? hangUpAfter) =>
        Disturb(Blow.AfterCommit, name, () => new(host, connect, answered, hangUpAfter));

    [Theory]
    [MemberData(nameof(Runs))]
    public Task Grains_LostBeforeTheEffects_SameEnd(string name, string connect, bool answered, int? hangUpAfter) =>
        Disturb(Blow.AnswerLost, name, () => new(host, connect, answered, hangUpAfter));

    [Theory]
    [MemberData(nameof(Runs))]
    public Task Grains_LostAfterAnEvent_SameEnd(string name, string connect, bool answered, int? hangUpAfter) =>
        Disturb(Blow.AfterEvent, name, () => new(host, connect, answered, hangUpAfter));

    // Longer in the bridge than anybody waits for a decision: nothing that was waited for before it may ring now.
    [Theory]
    [InlineData("{'to':'sip:b@sim;answer=500','max_duration':600,$hooks}", true)]
    [InlineData("{'to':'sip:b@sim;answer=500','max_duration':600}", true)]
    [InlineData("{'to':'sip:b@sim;answer=500','max_duration':600,'answer_on_bridge':true}", false)]
    public async Task Grains_LostLongAfterTheBridge_CallGoesOnToItsMaxDuration(string connect, bool answered)
    {
        var run = new Scenario(host, connect, answered);
        await run.Start();
        await run.At(300_000);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);

        Assert.Equal(StartConnectOutcome.Replayed, (await run.Start()).Outcome);

        await run.ToEnd();
        var over = Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected);
        Assert.Equal((600_500, new ConnectDisconnected(BridgeEnd.MaxDuration, 600)), ((over.At - run.StartedAt).TotalMilliseconds, over.Event));
        Assert.All((await run.Timeline()).Where(entry => entry.Event is LegEnded), entry => Assert.Equal(EndReason.Hangup, ((LegEnded)entry.Event).Reason));
    }

    // Every wish is touched by the plane alone: no client retries.
    [Theory]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=5000',$hooks}", true, null, "disconnected callee")]
    [InlineData("{'to':'sip:b@sim;answer=500'}", true, 3000, "disconnected caller")]
    public async Task Grains_LostInTheBridge_ThePlanesWordIsEnough(string connect, bool answered, int? hangUpAfter, string end)
    {
        var run = new Scenario(host, connect, answered, hangUpAfter);
        await run.Start();
        await run.At(1000);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);

        await run.ToEnd();

        var outcome = await Report.OutcomeOf(run);
        Assert.Contains(end, outcome, StringComparison.Ordinal);
        Assert.Contains("A: ended hangup", outcome, StringComparison.Ordinal);
        Assert.Contains("B1: ended hangup", outcome, StringComparison.Ordinal);
    }

    // Its owner took the last word and went before the plane was told to forget the leg: the plane does not say it again by itself.
    [Fact]
    public async Task Caller_LastWordLost_IsHeardAgain()
    {
        var run = new Scenario(host, "{'to':'+15550100486',$hooks}");
        host.Swallow = planeEvent => planeEvent is Ended && planeEvent.LegId == run.CallId;
        await run.Start();
        await run.At(1000);
        host.Swallow = null;
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);

        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is LegDead && entry.CallId == run.CallId);
        Assert.Equal(1, Report.Invites(run)[run.CallId]);
    }

    private static async Task Disturb(Blow blow, string name, Func<Scenario> create)
    {
        var undisturbed = await create().Run();
        var outcome = await Report.OutcomeOf(undisturbed);
        var problems = new List<string>();
        for (var moment = 1; moment <= MostMoments; moment++)
        {
            var run = create();
            try
            {
                if (await Disturbed.Run(run, blow, moment) is null)
                    break;
                await Disturbed.Check(run, outcome, $"{name}, {blow} {moment}");
            }
            catch (Exception problem)
            {
                var at = run.Commits.Count >= moment && blow != Blow.AfterEvent ? run.Commits[moment - 1].Row?.State + " " + run.Commits[moment - 1].Id[37..] : "";
                problems.Add($"=== {name}, {blow} {moment} {at}: {problem.Message}");
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n\n", problems));
    }
}
