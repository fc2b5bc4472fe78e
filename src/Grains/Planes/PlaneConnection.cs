using Microsoft.Extensions.Hosting;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>Tells the plane, before anything can be dialed, who listens.</summary>
internal sealed class PlaneConnection(ITelephonyPlane plane, IPlaneListener listener) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        plane.Listen(listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
