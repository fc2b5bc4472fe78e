using System.Text.RegularExpressions;

namespace Orchestrator.Deploy.Tests.Support;

/// <param name="Operator">One of = != =~ !~.</param>
internal sealed record Matcher(string Label, string Operator, string Value);

internal sealed record Selector(string Metric, IReadOnlyList<Matcher> Matchers);

/// <summary>Which series an expression asks for, and which labels it groups by. Its grammar is promtool's to judge.</summary>
internal sealed partial class PromQl
{
    private static readonly string[] Words = ["and", "or", "unless", "bool", "offset", "inf", "nan"];
    private static readonly string[] Groupings = ["by", "without", "on", "ignoring", "group_left", "group_right"];
    private readonly List<Selector> _selectors = [];
    private readonly HashSet<string> _grouping = new(StringComparer.Ordinal);

    public IReadOnlyList<Selector> Selectors => _selectors;

    public IReadOnlyCollection<string> Grouping => _grouping;

    public static PromQl Read(string expression)
    {
        var read = new PromQl();
        var tokens = new Queue<string>(Token().Matches(expression).Select(token => token.Value));
        while (tokens.TryDequeue(out var token))
        {
            if (token == "[") Until(tokens, "]");
            else if (Groupings.Contains(token) && tokens.TryPeek(out var open) && open == "(") read.Group(Until(tokens, ")"));
            else if (IsMetric(token, tokens)) read._selectors.Add(new Selector(token, MatchersOf(tokens)));
        }

        return read;
    }

    private static bool IsMetric(string token, Queue<string> behind) =>
        Name().IsMatch(token) && !Words.Contains(token) && !Groupings.Contains(token) && !IsCall(behind);

    /// <summary>A function, or an aggregation with its grouping before its parentheses.</summary>
    private static bool IsCall(Queue<string> behind) => behind.TryPeek(out var next) && (next == "(" || Groupings.Contains(next) && IsBeforeParentheses(behind));

    /// <summary><c>sum by (a) (…)</c>, unlike <c>metric by</c>, which is none, and <c>a / on (b) c</c>, where a sign comes first.</summary>
    private static bool IsBeforeParentheses(Queue<string> behind) => behind.Skip(1).FirstOrDefault() == "(";

    private static List<Matcher> MatchersOf(Queue<string> tokens)
    {
        var matchers = new List<Matcher>();
        if (!tokens.TryPeek(out var open) || open != "{") return matchers;
        var inside = Until(tokens, "}").Where(token => token is not ("{" or ",")).ToList();
        for (var at = 0; at + 2 < inside.Count; at += 3)
            matchers.Add(new Matcher(inside[at], inside[at + 1], inside[at + 2][1..^1]));
        return matchers;
    }

    private void Group(IEnumerable<string> tokens) => _grouping.UnionWith(tokens.Where(token => Name().IsMatch(token)));

    private static List<string> Until(Queue<string> tokens, string end)
    {
        var taken = new List<string>();
        while (tokens.TryDequeue(out var token) && token != end) taken.Add(token);
        return taken;
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\$\{?\w+\}?|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9a-zA-Z.]*|=~|!~|!=|==|>=|<=|[^\s]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex Name();
}
