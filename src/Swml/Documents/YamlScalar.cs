using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Swml.Documents;

/// <summary>What a YAML scalar means by the core schema of YAML 1.2: quoted is text; plain may be null, a boolean or a number.</summary>
internal static partial class YamlScalar
{
    private const string Core = "tag:yaml.org,2002:";

    /// <summary>The node, or null after an error.</summary>
    public static SwmlNode? Node(Scalar scalar, SwmlPath path, SourcePosition position, ReadingErrors errors)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        if (tag is null && scalar.Style is not ScalarStyle.Plain || tag is "!" or Core + "str")
            return errors.Text(path, position, scalar.Value);

        var plain = Plain(scalar.Value, path, position, errors);
        return (tag, plain) switch
        {
            (null, TextNode) => errors.Text(path, position, scalar.Value),
            (null, _) => plain,
            (Core + "null", NullNode) or (Core + "bool", BooleanNode) or (Core + "float", NumberNode) => plain,
            (Core + "int", NumberNode { Whole: not null }) => plain,
            (_, null) => null,
            (Core + "null" or Core + "bool" or Core + "int" or Core + "float", _) =>
                errors.Unreadable(path, position, "a value that is not of its tag's type", "one that is"),
            _ => errors.Unreadable(path, position, "a tag", "none, or one of the core schema"),
        };
    }

    private static SwmlNode? Plain(string text, SwmlPath path, SourcePosition position, ReadingErrors errors) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new NullNode(path, position),
        "true" or "True" or "TRUE" => new BooleanNode(path, position, true),
        "false" or "False" or "FALSE" => new BooleanNode(path, position, false),
        _ when Decimal().Match(text) is { Success: true } match => new NumberNode(path, position, Json(match)),
        _ when Radix().IsMatch(text) => WithRadix(text) is { } number
            ? new NumberNode(path, position, number)
            : errors.Unreadable(path, position, "a number of more than 64 bits", "a smaller one"),
        _ when NoNumber().IsMatch(text) => errors.Unreadable(path, position, "a number that JSON cannot hold", "a finite number"),
        _ => new TextNode(path, position, text),
    };

    /// <summary>JSON allows no plus sign, no leading zero and no bare point.</summary>
    private static string Json(Match number)
    {
        var (whole, fraction) = (number.Groups["whole"].Value.TrimStart('0'), number.Groups["fraction"].Value);
        return (number.Groups["sign"].Value == "-" ? "-" : "")
            + (whole.Length == 0 ? "0" : whole)
            + (fraction.Length == 0 ? "" : "." + fraction)
            + number.Groups["exponent"].Value;
    }

    private static string? WithRadix(string text)
    {
        var digits = text.AsSpan(2).TrimStart('0');
        var fits = text[1] == 'x' ? digits.Length <= 16 : digits.Length <= 21;
        if (!fits) return null;
        var value = 0UL;
        foreach (var digit in digits) value = value * (text[1] == 'x' ? 16UL : 8UL) + (ulong)Convert.ToInt32(digit.ToString(), 16);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(
        @"\A(?<sign>[-+]?)(?:(?<whole>[0-9]+)(?:\.(?<fraction>[0-9]*))?|\.(?<fraction>[0-9]+))(?<exponent>[eE][-+]?[0-9]+)?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A(?:0o[0-7]+|0x[0-9a-fA-F]+)\z")]
    private static partial Regex Radix();

    [GeneratedRegex(@"\A(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex NoNumber();
}
