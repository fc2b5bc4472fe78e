using System.Collections.Immutable;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

internal static class StreamRules
{
    /// <summary>RFC 6750: what may follow <c>Bearer</c> in a header.</summary>
    public static object? BearerToken(ValueReader reader, SwmlNode node) =>
        reader.Text(node, "a bearer token of letters, digits and -._~+/=", IsToken, isSecret: true);

    /// <summary>Names and values that the server is told at the start. Numbers and booleans are sent as text.</summary>
    public static object? CustomParameters(ValueReader reader, SwmlNode node)
    {
        if (node is not ObjectNode parameters)
        {
            reader.Errors.Invalid(node, "an object of names and values");
            return null;
        }

        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var member in parameters.Members)
        {
            if (Value(reader, member.Value) is { } value) values.Add(member.Name, value);
        }

        return values.ToImmutable();
    }

    private static string? Value(ValueReader reader, SwmlNode node) => node switch
    {
        NumberNode or BooleanNode => SwmlJson.Write(node),
        _ => reader.Text(node, "a string, a number or a boolean", _ => true, isSecret: true),
    };

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || "-._~+/=".Contains(character));
}
