using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>Tells the plane of this node, if it has one, who listens, before anything can be dialed.</summary>
internal sealed class PlaneConnection(IServiceProvider services, IPlaneListener listener) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetService<ITelephonyPlane>()?.Listen(listener);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
