using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

internal static partial class CodecRules
{
    private const string StreamForm =
        "PCMU, PCMA, G722 or L16, then an optional rate of 8000 to 48000 (@24000h) and an optional ptime of 10 to 120 ms (@40i)";

    /// <summary>Names between commas, in the order of preference. Which of them can be offered is for the media plane to say.</summary>
    public static object? Offer(ValueReader reader, SwmlNode node) =>
        reader.Parsed<object>(node, "names of codecs between commas, none of them empty", text => Names(text));

    public static object? OfStream(ValueReader reader, SwmlNode node) => reader.Text(node, StreamForm, IsStreamCodec);

    private static ImmutableArray<string>? Names(string text)
    {
        var names = text.Split(',').Select(name => name.Trim()).ToImmutableArray();
        return names.All(IsName) ? names : null;
    }

    private static bool IsName(string name) => CharacterRules.IsToken(name.Replace('@', '-').Replace('/', '-'));

    private static bool IsStreamCodec(string text)
    {
        var match = StreamCodec().Match(text);
        return match.Success && IsWithin(match.Groups["rate"], 8000, 48_000) && IsWithin(match.Groups["ptime"], 10, 120);
    }

    private static bool IsWithin(Group group, int least, int most) =>
        !group.Success || int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) is var number && number >= least && number <= most;

    [GeneratedRegex(@"\A(?:PCMU|PCMA|G722|L16)(?:@(?<rate>[0-9]{1,6})h)?(?:@(?<ptime>[0-9]{1,6})i)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex StreamCodec();
}
