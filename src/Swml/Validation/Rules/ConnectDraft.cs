using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>A <c>connect</c> object as it was written, read but not yet inherited.</summary>
internal sealed record ConnectDraft(PropertySet Top, ImmutableArray<ImmutableArray<DestinationDraft>> Groups)
{
    public static ConnectDraft Empty { get; } = new(PropertySet.Empty, []);

    public ImmutableArray<ImmutableArray<LegDraft>> Legs() => [.. Groups.Select(group => group.Select(Inherit).ToImmutableArray())];

    private LegDraft Inherit(DestinationDraft written) =>
        new(written, Top.InheritedBy(written.Own, DestinationKindsOf.Address(written.To)));
}

/// <summary>One destination as it was written.</summary>
/// <param name="Node">What stands for the leg in the document: the destination's object, or the string beside <c>to</c>.</param>
/// <param name="Address">The property <c>to</c>; null if it is missing.</param>
/// <param name="Own">The properties on the destination itself.</param>
internal sealed record DestinationDraft(SwmlNode Node, PropertyValue? Address, PropertySet Own)
{
    /// <summary>Null if the address is missing, open or wrong.</summary>
    public Destination? To => Address?.Value as Destination;
}

/// <summary>A destination with what it inherits.</summary>
internal sealed record LegDraft(DestinationDraft Written, PropertySet Properties);
