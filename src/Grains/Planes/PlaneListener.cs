using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>Brings what a plane raises to the leg's grain. When the grain cannot take it, the plane offers it again.</summary>
internal sealed class PlaneListener(IGrainFactory grains) : IPlaneListener
{
    public ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken) =>
        new(grains.GetGrain<ICallGrain>(planeEvent.LegId).PlaneRaised(planeEvent));
}
