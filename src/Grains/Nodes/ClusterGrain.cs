using Orchestrator.Grains.Interfaces.Nodes;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Nodes;

/// <summary>The cluster's membership as this silo knows it, and each member's own word.</summary>
[StatelessWorker]
internal sealed class ClusterGrain(IClusterMembershipService membership) : Grain, IClusterGrain
{
    public async Task<IReadOnlyList<NodeView>> Nodes() => await Task.WhenAll(membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is not (SiloStatus.None or SiloStatus.Created))
        .GroupBy(member => member.Name, (_, runs) => runs.MaxBy(run => run.SiloAddress.Generation)!)
        .OrderBy(member => member.Name, StringComparer.Ordinal)
        .Select(Look));

    private async Task<NodeView> Look(ClusterMember member)
    {
        var id = NodeId.Of(member.Name, member.SiloAddress.Generation);
        var status = StatusOf(member.Status);
        var figures = status is NodeStatus.Active or NodeStatus.Leaving ? await Ask(id) : null;
        return new NodeView(id, member.Name, status, figures);
    }

    /// <summary>One that hangs is a thing to show, not a reason to show nothing.</summary>
    private async Task<NodeFigures?> Ask(string id)
    {
        try
        {
            return await GrainFactory.GetGrain<INodeGrain>(id).Figures();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static NodeStatus StatusOf(SiloStatus status) => status switch
    {
        SiloStatus.Joining => NodeStatus.Joining,
        SiloStatus.Active => NodeStatus.Active,
        SiloStatus.Dead => NodeStatus.Gone,
        _ => NodeStatus.Leaving,
    };
}
