using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>Brings what a plane raises to the leg's grain. When the grain cannot take it, the plane offers it again.</summary>
internal sealed partial class PlaneListener(IGrainFactory grains, ILogger<PlaneListener> logger) : IPlaneListener
{
    public async ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
    {
        try
        {
            await grains.Of<ICallGrain>(planeEvent.LegId).PlaneRaised(planeEvent);
        }
        catch (Exception failure)
        {
            LogNotTaken(logger, planeEvent.LegId, planeEvent.GetType().Name, failure);
            throw;
        }
    }

    [LoggerMessage(EventId = 201, Level = LogLevel.Warning, Message = "{LegId}: its event {Event} was not taken; the plane offers it again.")]
    private static partial void LogNotTaken(ILogger logger, string legId, string @event, Exception failure);
}
