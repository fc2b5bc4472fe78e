using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>An operation commits three times, and each of its legs three times, the caller's included, at most: webhooks cost no commit more.</summary>
[Collection(EngineCollection.Name)]
public sealed class BudgetTests(EngineHost host)
{
    [Theory]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000'}", true, null)]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000',$hooks}", true, null)]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000'}", false, null)]
    [InlineData("{'to':'sip:b@sim;answer=500','max_duration':600}", true, null)]
    [InlineData("{'to':'+15550100486',$hooks}", true, null)]
    [InlineData("{'to':'sip:b@sim;answer=off',$hooks}", false, 1000)]
    [InlineData("{'parallel':[{'to':'sip:a@sim;answer=1000;talk=5000'},{'to':'sip:b@sim;answer=1000'},{'to':'sip:c@sim;status=486'}],$hooks}", true, null)]
    [InlineData("{'serial':[{'to':'sip:a@sim;answer=off','timeout':5},{'to':'sip:b@sim;status=486'},{'to':'sip:c@sim;answer=1000;talk=1000'}],$hooks}", true, null)]
    public async Task Connect_WholeRun_StaysWithinItsCommits(string connect, bool answered, int? hangUpAfter)
    {
        var run = await new Scenario(host, connect, answered, hangUpAfter).Run();

        AssertAtMost(BudgetOf(run), run);
    }

    // A caller who has to be answered first, and a status_url: `connecting` falls neither on the acceptance nor on the win.
    // answer_on_bridge: that a caller who is not answered is to be bridged must outlive his answer.
    [Theory]
    [InlineData("{'serial':[{'to':'sip:a@sim;status=486'},{'to':'sip:b@sim;answer=1000;talk=1000'}],$hooks}")]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000','answer_on_bridge':true}")]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000',$hooks}")]
    [InlineData("{'to':'sip:b@sim;answer=500;talk=3000','answer_on_bridge':true,$hooks}")]
    public async Task Connect_CallerNotAnswered_OneCommitMoreAtMost(string connect)
    {
        var run = await new Scenario(host, connect, answered: false).Run();

        AssertAtMost(BudgetOf(run) + 1, run);
    }

    private static int BudgetOf(Scenario run) => 3 + 3 * (1 + run.Request.Plan.Groups.Sum(group => group.Legs.Length));

    private static void AssertAtMost(int budget, Scenario run) => Assert.True(
        run.Commits.Count <= budget,
        $"{run.Commits.Count} commits, budget {budget}:\n{string.Join('\n', run.Commits.Select(commit => $"{commit.Id[..4]}{commit.Id[37..]} {commit.Row?.State} {string.Join(", ", commit.Timeline.Select(entry => entry.Event.GetType().Name))}"))}");
}
