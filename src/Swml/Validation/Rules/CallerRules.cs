using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Who calls, and how it is proved and protected.</summary>
internal static class CallerRules
{
    public static object? CallerId(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a number in E.164 or a sip: or sips: URI", text => DestinationRules.IsPhone(text) || SipUriRules.IsSip(text));

    public static object? Encryption(ValueReader reader, SwmlNode node) =>
        reader.Parsed<object>(node, "mandatory, optional or forbidden", text => text switch
        {
            "mandatory" => MediaEncryption.Mandatory,
            "optional" => MediaEncryption.Optional,
            "forbidden" => MediaEncryption.Forbidden,
            _ => null,
        });

    public static object? Username(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a string of at least one character, none of them a control character", IsUsername, isSecret: true);

    public static object? Password(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a string without control characters", CharacterRules.HasNoControls, isSecret: true);

    private static bool IsUsername(string text) => text.Length > 0 && CharacterRules.HasNoControls(text);
}
