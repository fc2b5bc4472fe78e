using System.Text.RegularExpressions;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>What <c>/metrics</c> says: the series of each metric, by their labels.</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, List<IReadOnlyDictionary<string, string>>> _series = new(StringComparer.Ordinal);

    public static Exposition Of(string text)
    {
        var exposition = new Exposition();
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var match = Line().Match(line);
            Assert.True(match.Success, $"Not a line of an exposition: {line}");
            exposition.Add(match.Groups["name"].Value, Label().Matches(match.Groups["labels"].Value)
                .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value, StringComparer.Ordinal));
        }

        return exposition;
    }

    public bool Has(string metric) => _series.ContainsKey(metric);

    public IReadOnlyList<IReadOnlyDictionary<string, string>> SeriesOf(string metric) => _series.TryGetValue(metric, out var series) ? series : [];

    /// <summary>What a rule records is there as well, with these labels.</summary>
    public void Add(string metric, IReadOnlyDictionary<string, string> labels)
    {
        if (!_series.TryGetValue(metric, out var series)) _series[metric] = series = [];
        series.Add(labels);
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? \S+( \d+)?$")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(?:,|$)""")]
    private static partial Regex Label();
}
