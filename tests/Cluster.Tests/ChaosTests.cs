using System.Globalization;
using Orchestrator.Chaos;
using Orchestrator.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Orchestrator.Cluster.Tests;

/// <summary>A run of bench/Chaos, for CHAOS_MINUTES (3); CHAOS_RATE (10) and CHAOS_SEED (any) choose the rest.</summary>
[Collection(LocalCluster.Collection)]
public sealed class ChaosTests(LocalCluster cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task Cluster_BrokenInEveryWayUnderLoad_KeepsItsPromises()
    {
        await cluster.Stop(); // it brings its own
        var options = Options.Parse(
        [
            "--minutes", Environment.GetEnvironmentVariable("CHAOS_MINUTES") ?? "3",
            "--rate", Environment.GetEnvironmentVariable("CHAOS_RATE") ?? "10",
            "--seed", Environment.GetEnvironmentVariable("CHAOS_SEED") ?? Random.Shared.Next(1_000_000).ToString(CultureInfo.InvariantCulture),
            "--programs", AppContext.BaseDirectory,
        ]);
        Assert.NotNull(options);
        output.WriteLine($"seed {options.Seed}");

        var findings = await new Run(options, output.WriteLine).Go();

        var report = Report.Text(findings, options);
        output.WriteLine(report);
        Assert.True(findings.Violations.Count == 0, report);
    }
}
