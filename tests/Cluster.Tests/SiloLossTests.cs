using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>A silo that dies, hangs, or is thrown out.</summary>
[Collection(LocalCluster.Collection)]
public sealed class SiloLossTests(LocalCluster cluster)
{
    private const int Aborted = 134;
    private const string Short = """{ "to": "sip:desk@sim;ring=10;answer=50;talk=50" }""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Silo_Killed_LeavesNoConnectThatARepetitionDoesNotStart()
    {
        await cluster.MakeWhole();
        await cluster.Kill("silo-2");

        var ids = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => cluster.Gateways[number % 2].StartStubbornly(Short)));

        Assert.Equal(24, ids.Distinct().Count());
        Assert.Equal(128 + 9, cluster.ExitsOf("silo-2")[^1]);
    }

    [Fact]
    public async Task Silo_HaltedUntilItIsDeclaredDead_AbortsAndIsStartedAgain()
    {
        await cluster.MakeWhole();
        var lives = cluster.ExitsOf("silo-3").Count;
        await cluster.Kill("silo-3", "STOP");
        await MembershipTable.UntilDeclaredDead(cluster, "silo-3");

        await cluster.Kill("silo-3", "CONT");

        await Eventually.True("silo-3 has ended", () => Task.FromResult(cluster.ExitsOf("silo-3").Count > lives), Patience);
        Assert.Equal(Aborted, cluster.ExitsOf("silo-3")[^1]);
        // Nobody starts it here: it is up to the supervisor.
        await cluster.MakeWhole();
        Assert.Equal(lives + 1, cluster.ExitsOf("silo-3").Count);
    }

    [Fact]
    public async Task Silo_Terminated_CausesNoErrorAtTheGateways()
    {
        await cluster.MakeWhole();
        var lives = cluster.ExitsOf("silo-1").Count;
        await using var load = SteadyLoad.On([.. cluster.Gateways, .. cluster.Gateways], Short);
        await load.More(20, "before");

        await cluster.Kill("silo-1", "TERM");

        await Eventually.True("silo-1 has ended", () => Task.FromResult(cluster.ExitsOf("silo-1").Count > lives), Patience);
        await load.More(40, "after");
        await load.End();
        Assert.Equal(0, cluster.ExitsOf("silo-1")[^1]);
        Assert.All(load.Answers, answer => Assert.True(answer.Status == 202, answer.ToString()));
    }
}
