using Orchestrator.Grains.Interfaces;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orchestrator.Grains.Nodes;

/// <summary>
/// The grains of one session run on one silo, so that the common path crosses no network: the caller's leg goes to the silo that the
/// session's name picks, which gives a silo that joins its share of what is new; all that follows goes where whoever calls it is.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class WithItsSessionAttribute() : PlacementAttribute(new SessionPlacement());

[GenerateSerializer, Immutable, Alias("orchestrator.SessionPlacement")]
internal sealed class SessionPlacement : PlacementStrategy;

internal sealed class SessionPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var id = target.GrainIdentity.Key.ToString()!;
        var session = CallIds.SessionOf(id);
        var silos = context.GetCompatibleSilos(target);
        // A queue is nobody's follower: those in it come from everywhere.
        return Task.FromResult(CallIds.Caller(session) != id && !CallIds.IsQueue(id) && silos.Contains(context.LocalSilo)
            ? context.LocalSilo
            : Rendezvous.Order(session, silos).First());
    }
}
