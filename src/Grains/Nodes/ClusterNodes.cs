using System.Collections.Concurrent;
using Orchestrator.Grains.Planes;
using Orleans.Metadata;

namespace Orchestrator.Grains.Nodes;

/// <summary>The nodes by the cluster's membership.</summary>
public sealed class ClusterNodes(
    ILocalSiloDetails self, IClusterMembershipService membership, IClusterManifestProvider manifests, GrainTypeResolver types, TimeProvider time) : INodes
{
    /// <summary>A node that has just joined is in the store before it is in every silo's view, which is 5 s old at most.</summary>
    private static readonly TimeSpan UnknownUntilGone = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, long> _unknownSince = new();
    private readonly GrainType _planeGrain = types.GetGrainType(typeof(PlaneGrain));

    public string Own { get; } = NodeId.Of(self);

    public IReadOnlyList<string> WithPlane
    {
        get
        {
            var silos = manifests.Current.Silos;
            return
            [
                .. membership.CurrentSnapshot.Members.Values
                    .Where(member => member.Status == SiloStatus.Active
                        && silos.TryGetValue(member.SiloAddress, out var manifest) && manifest.Grains.ContainsKey(_planeGrain))
                    .Select(member => NodeId.Of(member.Name, member.SiloAddress.Generation)),
            ];
        }
    }

    public bool IsGone(string nodeId)
    {
        if (nodeId == Own)
            return false;
        if (Find(nodeId) is { } member)
        {
            _unknownSince.TryRemove(nodeId, out _);
            return member.Status == SiloStatus.Dead;
        }

        return time.GetElapsedTime(_unknownSince.GetOrAdd(nodeId, _ => time.GetTimestamp())) >= UnknownUntilGone;
    }

    public SiloAddress? SiloOf(string nodeId) => Find(nodeId) is { Status: not SiloStatus.Dead } member ? member.SiloAddress : null;

    private ClusterMember? Find(string nodeId) => membership.CurrentSnapshot.Members.Values
        .FirstOrDefault(member => NodeId.Of(member.Name, member.SiloAddress.Generation) == nodeId);
}
