using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orchestrator.Grains.Nodes;

/// <summary>The grain runs on the node that its key names, or nowhere.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnItsNodeAttribute() : PlacementAttribute(new NodePlacement());

[GenerateSerializer, Immutable, Alias("orchestrator.NodePlacement")]
internal sealed class NodePlacement : PlacementStrategy;

internal sealed class NodePlacementDirector(INodes nodes) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var node = target.GrainIdentity.Key.ToString()!;
        var silo = nodes.SiloOf(node);
        return silo is not null && context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : Task.FromException<SiloAddress>(new OrleansException($"Node {node} is gone, or not known yet."));
    }
}
