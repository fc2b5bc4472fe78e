using System.Text.RegularExpressions;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>Whether an expression asks for what is really there.</summary>
internal static class Emitted
{
    /// <summary>Labels that Prometheus, or the collector, puts on every series.</summary>
    private static readonly string[] OfTheScrape = ["job", "instance"];

    /// <summary>Values that a service which is well does not show.</summary>
    private static readonly string[] Faults = ["ours", "unknown", "upstream"];

    /// <summary>Each way in which an expression asks for what nobody emits; grouping, legends and templates name <paramref name="labels"/>.</summary>
    public static IEnumerable<string> Misses(Exposition exposition, string expression, params IEnumerable<string> labels)
    {
        var read = PromQl.Read(expression);
        var there = read.Selectors.SelectMany(selector => LabelsOf(exposition, selector.Metric)).Concat(OfTheScrape).ToHashSet(StringComparer.Ordinal);
        return read.Selectors.SelectMany(selector => Misses(exposition, selector))
            .Concat(read.Grouping.Concat(labels).Where(label => !there.Contains(label)).Select(label => $"no label {label}"))
            .Select(miss => $"{miss} in {expression}");
    }

    private static IEnumerable<string> Misses(Exposition exposition, Selector selector)
    {
        // What Prometheus says of its targets itself.
        if (selector.Metric == "up") yield break;
        if (!exposition.Has(selector.Metric))
        {
            yield return $"no metric {selector.Metric}";
            yield break;
        }

        var known = LabelsOf(exposition, selector.Metric);
        var foreign = selector.Matchers.Where(matcher => !OfTheScrape.Contains(matcher.Label) && !known.Contains(matcher.Label)).ToList();
        foreach (var matcher in foreign) yield return $"no label {matcher.Label} of {selector.Metric}";
        var asked = selector.Matchers.Except(foreign).Where(matcher => !OfTheScrape.Contains(matcher.Label) && !IsFault(matcher)).ToList();
        if (!exposition.SeriesOf(selector.Metric).Any(series => asked.All(matcher => Fits(matcher, series))))
            yield return $"no series of {selector.Metric} with {string.Join(", ", asked)}";
    }

    private static HashSet<string> LabelsOf(Exposition exposition, string metric) =>
        [.. exposition.SeriesOf(metric).SelectMany(series => series.Keys)];

    private static bool IsFault(Matcher matcher) => matcher.Label == "fault" && matcher.Value.Split('|').All(Faults.Contains);

    private static bool Fits(Matcher matcher, IReadOnlyDictionary<string, string> series)
    {
        var value = series.GetValueOrDefault(matcher.Label, "");
        var matches = matcher.Operator.EndsWith('~') ? Regex.IsMatch(value, $"^(?:{matcher.Value})$") : value == matcher.Value;
        return matcher.Operator[0] == '!' ? !matches : matches;
    }
}
