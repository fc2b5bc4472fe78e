using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// An expression that is a look-up and no more: <c>a.b[0].c</c>, <c>a["b-c"]</c>. It is never given to the JavaScript engine, so that
/// unset names are simply empty and the common case costs nothing. A header's name may have hyphens also behind a dot:
/// <c>request_response_headers.content-type</c>, as SWML has it.
/// </summary>
public sealed partial class PlainPath
{
    private PlainPath(ImmutableArray<string> segments) => Segments = segments;

    /// <summary>At least one; an index is its digits.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>Null if the text is not a path, but an expression or a literal.</summary>
    public static PlainPath? TryParse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || IsLiteral(match.Groups["root"].Value)) return null;

        return new PlainPath([match.Groups["root"].Value, .. match.Groups["segment"].Captures.Select(capture => capture.Value)]);
    }

    private static bool IsLiteral(string name) => name is "true" or "false" or "null" or "undefined" or "NaN" or "Infinity" or "this";

    [GeneratedRegex(
        """\A\s*(?<root>[A-Za-z_$][\w$]*)(?:(?<=request_response_headers)\.(?<segment>[\w$-]+)|\.(?<segment>[A-Za-z_$][\w$]*)|\[(?<segment>[0-9]{1,9})\]|\["(?<segment>[^"\\]*)"\]|\['(?<segment>[^'\\]*)'\])*\s*\z""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
