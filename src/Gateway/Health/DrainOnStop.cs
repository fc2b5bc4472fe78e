using Microsoft.Extensions.Hosting;

namespace Orchestrator.Gateway.Health;

/// <summary>A host that is asked to stop takes no new connects from then on.</summary>
internal sealed class DrainOnStop(GatewayState state, IHostApplicationLifetime lifetime) : IHostedService
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(state.StartDraining);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _registration.Dispose();
        return Task.CompletedTask;
    }
}
