using System.Collections.Frozen;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Custom headers of an INVITE. A header that the SIP stack writes itself is refused, in its compact form too.</summary>
internal static class HeaderRules
{
    private static readonly string[] Names = ["name", "value"];

    private static readonly FrozenSet<string> Owned = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Via", "v", "From", "f", "To", "t", "Call-ID", "i", "CSeq", "Contact", "m", "Route", "Record-Route", "Max-Forwards",
        "Content-Length", "l", "Content-Type", "c", "Content-Encoding", "e", "Content-Disposition", "MIME-Version",
        "Authorization", "Proxy-Authorization", "Session-Expires", "x", "Min-SE", "Supported", "k", "Require", "Proxy-Require",
        "RSeq", "RAck");

    public static object? Read(ValueReader reader, SwmlNode node) =>
        reader.List(node, "a list of objects with name and value", item => Header(reader, item));

    private static SipHeader? Header(ValueReader reader, SwmlNode node)
    {
        if (node is not ObjectNode header)
        {
            reader.Errors.Invalid(node, "an object with name and value");
            return null;
        }

        foreach (var member in header.Members.Where(member => !Names.Contains(member.Name))) reader.Errors.Undefined(member, Names);
        var name = Part(reader, header, "name", Name);
        var value = Part(reader, header, "value", Value);
        return name is null || value is null ? null : new SipHeader(name, value);
    }

    private static string? Part(ValueReader reader, ObjectNode header, string part, Func<ValueReader, SwmlNode, string?> read)
    {
        if (header[part] is { } node) return read(reader, node);
        reader.Errors.Missing(header, part);
        return null;
    }

    private static string? Name(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a header's name (a token), and none that the SIP stack writes itself", IsCustom);

    private static string? Value(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a string without control characters", CharacterRules.HasNoControls, isSecret: true);

    private static bool IsCustom(string name) => CharacterRules.IsToken(name) && !Owned.Contains(name);
}
