using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>The judge of dashboards and rules, judged: it finds what is wrong, and nothing else.</summary>
public sealed class EmittedTests
{
    private static readonly Exposition There = Exposition.Of("""
        # TYPE legs_total counter
        legs_total{kind="sip",fault="none"} 3
        lag_seconds_bucket{timer="ring",le="0.25"} 1
        lag_seconds_bucket{timer="ring",le="+Inf"} 1
        up_and_running 1 1764000000000
        """);

    [Theory]
    [InlineData("sum by (kind) (rate(legs_total{kind=~\"sip|phone\",instance=~\"$instance\"}[$__rate_interval])) > 0")]
    [InlineData("histogram_quantile(0.99, sum by (timer, le) (rate(lag_seconds_bucket[5m])))")]
    [InlineData("sum(rate(legs_total{fault=~\"ours|unknown\"}[5m])) or vector(0)")]
    [InlineData("1 - legs_total / on (kind) group_left (fault) legs_total offset 5m")]
    [InlineData("count(up_and_running) without (instance) < 3 and up == 0")]
    public void WhatIsThere_IsNotMissed(string expression) => Assert.Empty(Emitted.Misses(There, expression));

    [Theory]
    [InlineData("sum(rate(leg_total[5m]))", "no metric leg_total")]
    [InlineData("1 + max(legs_totals)", "no metric legs_totals")]
    [InlineData("legs_total{sort=\"sip\"}", "no label sort of legs_total")]
    [InlineData("sum by (sort) (legs_total)", "no label sort")]
    [InlineData("legs_total{kind=\"phone\"}", "no series of legs_total")]
    [InlineData("legs_total{fault=\"hours\"}", "no series of legs_total")]
    [InlineData("lag_seconds_bucket{le=\"0.3\"}", "no series of lag_seconds_bucket")]
    public void WhatIsNotThere_IsNamed(string expression, string miss) =>
        Assert.StartsWith(miss, Assert.Single(Emitted.Misses(There, expression)), StringComparison.Ordinal);

    [Fact]
    public void Legend_OfALabelThatIsNotThere_IsNamed() =>
        Assert.StartsWith("no label sort", Assert.Single(Emitted.Misses(There, "legs_total", "kind", "sort")), StringComparison.Ordinal);
}
