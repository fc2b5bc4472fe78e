using System.Collections.Immutable;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation;

/// <summary>What became of a <c>connect</c> object.</summary>
public sealed record CompiledConnect
{
    /// <summary>
    /// The plan; null if there are errors, and null while <see cref="Placeholders"/> are open: substitute them and compile again.
    /// </summary>
    public required ConnectPlan? Plan { get; init; }

    /// <summary>Every error found, in document order.</summary>
    public required ImmutableArray<SwmlError> Errors { get; init; }

    /// <summary>
    /// What the plan needs beyond dialing phone and SIP, in document order; a property that has no effect on any leg is not listed.
    /// Incomplete if there are errors.
    /// </summary>
    public required ImmutableArray<UsedFeature> Features { get; init; }

    /// <summary>JSON pointers of the destinations, group by group and leg by leg as in the plan.</summary>
    public required ImmutableArray<ImmutableArray<string>> LegPointers { get; init; }

    /// <summary>JSON pointers of the values that hold a placeholder and have an effect.</summary>
    public ImmutableArray<string> Placeholders =>
        [.. Features.Where(feature => feature.Name == FeatureNames.Placeholder).Select(feature => feature.Pointer)];
}
