using System.Globalization;
using Orchestrator.Chaos;
using Orchestrator.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Orchestrator.Cluster.Tests;

/// <summary>A run of bench/Chaos, for CHAOS_MINUTES; CHAOS_RATE and CHAOS_SEED choose the rest.</summary>
[Collection(LocalCluster.Collection)]
public sealed class ChaosTests(LocalCluster cluster, ITestOutputHelper output)
{
    [ChaosFact]
    public async Task Cluster_BrokenInEveryWayUnderLoad_KeepsItsPromises()
    {
        await cluster.Stop(); // it brings its own
        var options = Options.Parse(
        [
            "--minutes", Environment.GetEnvironmentVariable(ChaosFactAttribute.Minutes)!,
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
