using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

internal static class UrlRules
{
    public const int MaxLength = 2048;

    private static readonly string Expected = $"an http or https URL with a host, of at most {MaxLength} characters";

    public static object? Callback(ValueReader reader, SwmlNode node) =>
        reader.Parsed(node, Expected, text => IsWeb(text) ? new CallbackUrl(text) : null);

    public static bool IsWeb(string text) => Absolute(text) is { Scheme: "http" or "https" };

    /// <summary>A URL with a host, not too long, and without anything that could break a request line; null if it is none.</summary>
    public static Uri? Absolute(string text) =>
        text.Length <= MaxLength
            && text.Contains("://", StringComparison.Ordinal)
            && CharacterRules.HasNoControlsOrSpaces(text)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Host.Length > 0
            ? url
            : null;
}
