using System.Collections.Frozen;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Connects;

/// <summary>What the engine can do beyond dialing phones and SIP. What is not listed is refused by name, never ignored.</summary>
internal static class SupportedFeatures
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create<string>(
        StringComparer.Ordinal, FeatureNames.Confirm, FeatureNames.Result, FeatureNames.TransferAfterBridge,
        FeatureNames.FabricDestination, FeatureNames.QueueDestination, FeatureNames.StreamDestination, FeatureNames.Ringback);

    public static bool Lacks(UsedFeature feature) => !Names.Contains(feature.Name);
}
