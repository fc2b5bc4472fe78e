using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation;

/// <summary>How a value is shown in an error: short, and without what a URL carries before its <c>@</c> or in its query.</summary>
public static class Shown
{
    private const int MaxLength = 64;

    public static string Value(SwmlNode node) => node switch
    {
        TextNode { Value: var text } => Text(text),
        NumberNode { Text: var number } => $"the number {Short(number)}",
        BooleanNode { Value: var boolean } => boolean ? "true" : "false",
        _ => Type(node),
    };

    public static string Text(string text) => text.Length == 0 ? "an empty string" : $"\"{Short(WithoutSecrets(text))}\"";

    public static string Type(SwmlNode node) => node switch
    {
        ObjectNode { Members.IsEmpty: true } => "an empty object",
        ObjectNode => "an object",
        ListNode { Items.IsEmpty: true } => "an empty list",
        ListNode => "a list",
        TextNode => "a string",
        NumberNode => "a number",
        BooleanNode => "a boolean",
        _ => "null",
    };

    public static string Name(string name) => Short(Printable(name));

    private static string WithoutSecrets(string text)
    {
        var at = text.LastIndexOf('@');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (at >= 0 && colon >= 0 && colon < at)
        {
            var isSip = text.AsSpan(0, colon).Trim() is var scheme
                && (scheme.Equals("sip", StringComparison.OrdinalIgnoreCase) || scheme.Equals("sips", StringComparison.OrdinalIgnoreCase));
            // The user of a SIP address is no secret, a password after it is.
            if (isSip) colon = text.IndexOf(':', colon + 1);
            if (colon >= 0 && colon < at) text = $"{text[..(colon + 1)]}***{text[at..]}";
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        return Printable(query >= 0 && text.Contains("://", StringComparison.Ordinal) ? text[..query] + "?…" : text);
    }

    private static string Short(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";

    private static string Printable(string text) =>
        string.Create(text.Length, text, (span, source) =>
        {
            for (var index = 0; index < span.Length; index++) span[index] = char.IsControl(source[index]) ? '\uFFFD' : source[index];
        });
}
