using Orchestrator.Grains.Tests.Engine.Support;

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
