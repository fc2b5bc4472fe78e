using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>Dashboards: no panel asks for what nobody measures.</summary>
[Collection(RunningService.Collection)]
public sealed partial class DashboardTests(RunningService service)
{
    private static readonly string[] Files = [.. Checkout.Files("grafana/dashboards", "*.json")];

    public static TheoryData<string> Dashboards => [.. Files];

    [Fact]
    public void Dashboards_AreTheFourThatArePromised() =>
        Assert.Equal(["Callbacks", "Cluster", "Connect", "Telephony"], Files.Select(file => (string)Load(file)["title"]!).Order());

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Panels_AskForWhatAServiceEmits(string file)
    {
        var misses = Targets(Load(file)).SelectMany(target => IsRecorded(target.Expression)
            ? []
            : Emitted.Misses(service.Exposition, target.Expression, Legend().Matches(target.Legend).Select(label => label.Groups[1].Value)));

        Assert.Empty(misses);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Variables_AreTakenFromWhatAServiceEmits(string file)
    {
        var queries = Load(file)["templating"]!["list"]!.AsArray().Select(variable => Variable().Match((string)variable!["query"]!)).ToList();

        Assert.All(queries, query => Assert.True(query.Success && service.Exposition.Has(query.Groups[1].Value), query.Value));
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Promtool_ReadsEveryExpression(string file)
    {
        var rules = Targets(Load(file)).Select((target, number) =>
            $"  - record: dashboard:panel:{number}\n    expr: {Quoted(target.Expression)}\n");
        using var scratch = new ScratchFile($"groups:\n- name: dashboard\n  rules:\n{string.Concat(rules)}");

        var (code, said) = await Command.Run("promtool", "check", "rules", scratch.Path);

        Assert.True(code == 0, said);
    }

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Panels_HaveNumbersOfTheirOwnAndTheDatasourceThatIsProvisioned(string file)
    {
        var panels = Load(file)["panels"]!.AsArray();

        Assert.Equal(panels.Count, panels.Select(panel => (int)panel!["id"]!).Distinct().Count());
        var source = Assert.Single(panels.Select(panel => (string)panel!["datasource"]!["uid"]!).Distinct());
        Assert.Contains($"uid: {source}\n", Checkout.Text("deploy", "grafana", "provisioning", "datasources", "prometheus.yaml"), StringComparison.Ordinal);
    }

    /// <summary>Whether there is such a rule, and what it asks for, is the rules' test.</summary>
    private static bool IsRecorded(string expression) =>
        PromQl.Read(expression).Selectors is [{ Metric: var metric }] && metric.Contains(':', StringComparison.Ordinal)
        && Checkout.Text("deploy", "prometheus", "rules", "slo.yaml").Contains($"record: {metric}\n", StringComparison.Ordinal);

    private static IEnumerable<(string Expression, string Legend)> Targets(JsonNode dashboard) =>
        dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => ((string)target!["expr"]!, (string)target["legendFormat"]!));

    /// <summary>As Grafana sends it.</summary>
    private static string Quoted(string expression) =>
        "'" + expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$__range", "1h", StringComparison.Ordinal)
            .Replace("$instance", ".*", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    private static JsonNode Load(string file) => JsonNode.Parse(Checkout.Text("deploy", file))!;

    [GeneratedRegex(@"\{\{\s*(\w+)\s*\}\}")]
    private static partial Regex Legend();

    [GeneratedRegex(@"^label_values\((\w+), (?:job|instance)\)$")]
    private static partial Regex Variable();
}
