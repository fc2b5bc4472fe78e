using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Addresses, told apart by their form alone.</summary>
internal static class DestinationRules
{
    private const int MaxQueueName = 128;
    private const string ResourceCharacters = "-._~!$&'()*+,;=:@";

    private const string Forms =
        "a number in E.164 (+ and 2 to 15 digits), a sip: or sips: URI without password, /public/NAME or /private/NAME, queue:NAME, or stream:wss://HOST";

    /// <summary>The destination; null if it is open or wrong.</summary>
    public static object? Read(ValueReader reader, SwmlNode node) => reader.Parsed(node, Forms, text => Parse(text, reader.Limits));

    public static Destination? Parse(string text, SwmlLimits limits)
    {
        if (IsPhone(text)) return new PhoneDestination(text);
        if (SipUriRules.IsSip(text)) return new SipDestination(text);
        if (text.StartsWith("queue:", StringComparison.Ordinal)) return Queue(text["queue:".Length..]);
        if (text.StartsWith("stream:", StringComparison.Ordinal)) return Stream(text["stream:".Length..], limits);
        return text.StartsWith('/') ? Fabric(text) : null;
    }

    /// <summary>E.164: a plus, then 2 to 15 digits, the first not 0.</summary>
    public static bool IsPhone(string text) =>
        text is ['+', not '0', .. { Length: >= 1 and <= 14 }] && text.Skip(1).All(char.IsAsciiDigit);

    public static bool IsQueueName(string name) =>
        name.Length is >= 1 and <= MaxQueueName && CharacterRules.HasNoControls(name) && name.Trim() == name;

    private static QueueDestination? Queue(string name) => IsQueueName(name) ? new QueueDestination(name) : null;

    /// <summary>Userinfo is refused because addresses are shown; a fragment because WebSocket URLs have none.</summary>
    private static StreamDestination? Stream(string text, SwmlLimits limits)
    {
        if (UrlRules.Absolute(text) is not { UserInfo: "", Fragment: "" } url) return null;
        return url.Scheme == "wss" || url.Scheme == "ws" && limits.AllowInsecureStreams ? new StreamDestination(text) : null;
    }

    private static FabricDestination? Fabric(string text)
    {
        if (text.Length > UrlRules.MaxLength) return null;
        var parts = text.Split('?', 2);
        if (parts[0].Split('/') is not ["", "public" or "private", { Length: > 0 } name]) return null;
        if (!CharacterRules.IsEscaped(name, ResourceCharacters)) return null;

        var query = parts.Length == 2 ? parts[1] : null;
        var isQuery = query is null || query.Length > 0 && CharacterRules.IsEscaped(query, ResourceCharacters + "/?");
        return isQuery ? new FabricDestination(parts[0].Split('/')[1], name, query) : null;
    }
}
