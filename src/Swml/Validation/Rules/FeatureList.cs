using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Lists what a plan asks for, looking only at what takes effect on it.</summary>
internal static class FeatureList
{
    private static readonly string[] OfPlan = [FeatureNames.Result, FeatureNames.TransferAfterBridge, FeatureNames.Ringback];

    public static ImmutableArray<UsedFeature> Of(ConnectDraft draft, ImmutableArray<ImmutableArray<LegDraft>> legs)
    {
        var all = legs.SelectMany(group => group).ToArray();
        var effective = draft.Top.OfPlanOnly
            .Concat(all.SelectMany(leg => leg.Properties.All))
            .Concat(all.Select(leg => leg.Written.Address).OfType<PropertyValue>());

        IEnumerable<(string Name, SwmlNode Node)> used =
        [
            .. all.SelectMany(Destinations),
            .. OfPlan.SelectMany(name => Given(name, draft.Top.Find(name))),
            .. all.SelectMany(leg => Given(FeatureNames.Confirm, leg.Properties.Find("confirm"))),
            .. effective.SelectMany(value => value.Open).Select(node => (FeatureNames.Placeholder, node)),
        ];
        return
        [
            .. used
                .OrderBy(feature => feature.Node.Position.Line)
                .ThenBy(feature => feature.Node.Position.Column)
                .Select(feature => new UsedFeature(feature.Name, feature.Node.Pointer))
                .Distinct(),
        ];
    }

    private static IEnumerable<(string Name, SwmlNode Node)> Destinations(LegDraft leg)
    {
        var name = leg.Written.To switch
        {
            FabricDestination => FeatureNames.FabricDestination,
            QueueDestination => FeatureNames.QueueDestination,
            StreamDestination => FeatureNames.StreamDestination,
            _ => null,
        };
        return name is null ? [] : [(name, leg.Written.Address!.Node)];
    }

    /// <summary>An empty list asks for nothing.</summary>
    private static IEnumerable<(string Name, SwmlNode Node)> Given(string name, PropertyValue? value) =>
        value is null or { Node: ListNode { Items.IsEmpty: true } } ? [] : [(name, value.Node)];
}
