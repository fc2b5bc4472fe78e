using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Swml.Expressions;

/// <summary>What the names in a script stand for. A name without a scope is looked up in vars, then envs, then call.</summary>
/// <param name="Call">The leg that the script runs on; read-only.</param>
/// <param name="Params">Those of the <c>execute</c> or <c>transfer</c> that led here.</param>
/// <param name="Vars">What the script has set, and its methods with it.</param>
/// <param name="Envs">Settings of the project and of the request that dialed the call; read-only.</param>
public sealed record VariableScopes(
    JsonElement Call, JsonElement Params, ImmutableSortedDictionary<string, JsonElement> Vars, JsonElement Envs)
{
    public static bool IsScope(string name) => name is "call" or "params" or "vars" or "envs";

    /// <summary>The value at a path, or null if there is none.</summary>
    public JsonElement? Find(PlainPath path)
    {
        var segments = path.Segments.AsSpan();
        return segments[0] switch
        {
            "call" => Walk(Call, segments[1..]),
            "params" => Walk(Params, segments[1..]),
            "envs" => Walk(Envs, segments[1..]),
            "vars" when segments.Length == 1 => JsonValues.Object(Vars),
            "vars" => Vars.TryGetValue(segments[1], out var own) ? Walk(own, segments[2..]) : null,
            var name => Find(name) is { } value ? Walk(value, segments[1..]) : null,
        };
    }

    /// <summary>The value of a name without a scope, or null if there is none.</summary>
    public JsonElement? Find(string name) =>
        Vars.TryGetValue(name, out var value) ? value : Member(Envs, name) ?? Member(Call, name);

    private static JsonElement? Walk(JsonElement? value, ReadOnlySpan<string> segments)
    {
        foreach (var segment in segments)
        {
            if (value is not { } container) return null;
            value = Member(container, segment);
        }

        return value is { ValueKind: JsonValueKind.Undefined } ? null : value;
    }

    private static JsonElement? Member(JsonElement container, string name) => container.ValueKind switch
    {
        JsonValueKind.Object when container.TryGetProperty(name, out var member) => member,
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < container.GetArrayLength() => container[index],
        _ => null,
    };
}
