using System.Text.RegularExpressions;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>Alert rules: right for Prometheus, about what is really measured, each with a section of the runbook.</summary>
[Collection(RunningService.Collection)]
public sealed partial class RuleTests(RunningService service)
{
    private static readonly Dictionary<string, string> OnRecord = [];

    private static readonly string[] Files = [.. Checkout.Files("prometheus/rules", "*.yaml")];

    public static TheoryData<string> RuleFiles => [.. Files];

    [Fact]
    public async Task Promtool_FindsTheConfigurationRight()
    {
        var (code, said) = await Command.Run("promtool", "check", "config", Checkout.At("deploy", "prometheus", "prometheus.yaml"));

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Promtool_FindsThatAlertsRingWhenTheyShould()
    {
        var (code, said) = await Command.Run(
            "promtool", ["test", "rules", .. Checkout.Files("prometheus/tests", "*.yaml").Select(file => Checkout.At("deploy", file))]);

        Assert.True(code == 0, said);
    }

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public void Rules_AskForWhatAServiceEmits(string file)
    {
        foreach (var rule in Rules().Where(rule => rule.Record is not null)) service.Exposition.Add(rule.Record!, OnRecord);

        Assert.Empty(Rules(file).SelectMany(rule => Emitted.Misses(service.Exposition, rule.Expr, TemplateLabels(rule))));
    }

    [Fact]
    public void Alerts_HaveASeverityAndASectionOfTheRunbook()
    {
        var sections = Checkout.Text("docs", "runbook.md").Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(Anchor).ToList();
        var alerts = Rules().Where(rule => rule.Alert is not null).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert =>
        {
            Assert.Contains(alert.Labels["severity"], (string[])["page", "ticket"]);
            var link = alert.Annotations["runbook"].Split('#');
            Assert.Equal("docs/runbook.md", link[0]);
            Assert.Contains(link[1], sections);
        });
        // And nothing is written for an alert that is gone.
        Assert.Equal(sections.Order(), alerts.Select(alert => alert.Annotations["runbook"].Split('#')[1]).Distinct().Order());
    }

    [Fact]
    public void EveryAlertThatPages_IsSeenToRingInATest()
    {
        var tests = string.Concat(Checkout.Files("prometheus/tests", "*.yaml").Select(file => Checkout.Text("deploy", file)));

        Assert.Empty(Rules().Where(rule => rule.Alert is not null && rule.Labels["severity"] == "page")
            .Where(rule => !Regex.IsMatch(tests, $@"alertname: {rule.Alert}\s+exp_alerts:\s+-")).Select(rule => rule.Alert));
    }

    private static IEnumerable<Rule> Rules() => Files.SelectMany(Rules);

    private static IEnumerable<Rule> Rules(string file) => Yaml.Read<RuleFile>(Checkout.Text("deploy", file)).Groups.SelectMany(group => group.Rules);

    private static IEnumerable<string> TemplateLabels(Rule rule) =>
        rule.Annotations.Values.SelectMany(text => Template().Matches(text)).Select(match => match.Groups[1].Value);

    /// <summary>As Markdown's readers make it of a heading.</summary>
    private static string Anchor(string heading) => heading[3..].Trim().ToLowerInvariant().Replace(' ', '-');

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex Template();

    internal sealed class RuleFile
    {
        public List<Group> Groups { get; set; } = [];
    }

    internal sealed class Group
    {
        public string Name { get; set; } = "";

        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Rule
    {
        public string? Record { get; set; }

        public string? Alert { get; set; }

        public string Expr { get; set; } = "";

        public string? For { get; set; }

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
