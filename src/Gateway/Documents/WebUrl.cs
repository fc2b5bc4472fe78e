using Orchestrator.Gateway.Connects;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Documents;

/// <summary>A URL that a client gives for documents and callbacks.</summary>
internal static class WebUrl
{
    private const int Longest = 2048;
    private const string Form = "an http or https URL with a host, of at most 2048 characters";

    /// <summary>The URL as written; meaningless after an error.</summary>
    public static string Read(SwmlNode node, EnvelopeErrors errors)
    {
        if (node is TextNode { Value: var text } && IsValid(text)) return text;
        errors.Invalid(node, Form);
        return "";
    }

    /// <summary>The URL that is asked when <c>url</c> gives no document; beside anything else it would never be.</summary>
    public static string? Fallback(ObjectNode place, EnvelopeErrors errors)
    {
        if (place["fallback_url"] is not { } node) return null;
        if (place["url"] is null) errors.Conflict(node, "fallback_url without url", "url beside it, or no fallback_url");
        return Read(node, errors);
    }

    public static bool IsValid(string text) =>
        text.Length <= Longest
        && !text.Any(character => char.IsControl(character) || character == ' ')
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0;

    /// <summary>The URL for people: a password in it is not shown again.</summary>
    public static string Shown(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
        ? new UriBuilder(uri) { Password = "***" }.Uri.AbsoluteUri
        : url;
}
