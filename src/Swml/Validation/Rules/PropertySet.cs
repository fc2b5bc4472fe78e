using System.Collections.Immutable;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>A property as it was read.</summary>
/// <param name="Value">Null if it is open or wrong.</param>
/// <param name="Open">The strings in it that hold a placeholder.</param>
internal sealed record PropertyValue(SwmlNode Node, object? Value, ImmutableArray<SwmlNode> Open);

/// <summary>The properties of one level by name.</summary>
internal sealed class PropertySet(ImmutableDictionary<string, PropertyValue> values)
{
    public static PropertySet Empty { get; } = new(ImmutableDictionary<string, PropertyValue>.Empty);

    public IEnumerable<PropertyValue> All => values.Values;

    /// <summary>The properties that concern the plan as a whole and no leg.</summary>
    public IEnumerable<PropertyValue> OfPlanOnly =>
        values.Where(pair => ConnectProperties.Find(pair.Key)?.Level is PropertyLevel.Top).Select(pair => pair.Value);

    public PropertyValue? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>The value of a property, or null if it is not given.</summary>
    public T? Get<T>(string name) => values.TryGetValue(name, out var found) ? (T?)found.Value : default;

    /// <summary>What a destination has in the end: its own properties, and those it inherits, as far as they count for its kind.</summary>
    public PropertySet InheritedBy(PropertySet own, DestinationKinds kind) =>
        new(values.SetItems(own.Values).Where(pair => Counts(pair.Key, kind)).ToImmutableDictionary());

    private ImmutableDictionary<string, PropertyValue> Values => values;

    private static bool Counts(string name, DestinationKinds kind) =>
        ConnectProperties.Find(name) is { } row && row.Level.HasFlag(PropertyLevel.Destination) && (row.Kinds & kind) != 0;
}
