using System.Globalization;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>What can be played: an audio file, a country's ringing tone, silence, spoken text.</summary>
internal static class PlayableRules
{
    private const decimal MaxSeconds = 3600;

    private const string Forms = "http(s)://URL, ring:COUNTRY or ring:SECONDS:COUNTRY (two letters), silence:SECONDS, or say:TEXT";

    public static object? Ringback(ValueReader reader, SwmlNode node) =>
        reader.List(node, "a list of playables", item => reader.Text(item, Forms, IsPlayable));

    public static object? One(ValueReader reader, SwmlNode node) => reader.Text(node, Forms, IsPlayable);

    public static object? Several(ValueReader reader, SwmlNode node)
    {
        if (node is ListNode { Items.IsEmpty: false }) return reader.List(node, Forms, item => reader.Text(item, Forms, IsPlayable));
        reader.Errors.Invalid(node, "a list of playables, at least one");
        return null;
    }

    private static bool IsPlayable(string text) => text.Split(':', 2) switch
    {
        ["http" or "https", _] => UrlRules.IsWeb(text),
        ["ring", var tone] => tone.Split(':') switch
        {
            [var country] => IsCountry(country),
            [var seconds, var country] => IsSeconds(seconds) && IsCountry(country),
            _ => false,
        },
        ["silence", var seconds] => IsSeconds(seconds),
        ["say", var words] => !string.IsNullOrWhiteSpace(words),
        _ => false,
    };

    private static bool IsCountry(string text) => text.Length == 2 && text.All(char.IsAsciiLetter);

    private static bool IsSeconds(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxSeconds;
}
