using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Health;

/// <summary>
/// A host that is asked to stop takes no new connects from then on, and goes on answering for a while: the listener is the first
/// thing that a host stops, and without the wait nobody would ever see it drain. Event streams end behind the wait: who comes back then
/// is led to another process.
/// </summary>
internal sealed class DrainOnStop(
    GatewayState state, IHostApplicationLifetime lifetime, IOptions<GatewayOptions> options, TimeProvider clock) : IHostedLifecycleService
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(state.StartDraining);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.StartDraining();
        try
        {
            await Task.Delay(options.Value.DrainDelay, clock, cancellationToken);
        }
        finally
        {
            state.StartLeaving();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _registration.Dispose();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
