using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Health;

/// <summary>
/// A host that is asked to stop takes no new connects from then on, and goes on answering for a while: the listener is the first
/// thing that a host stops, and without the wait nobody would ever see it drain.
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

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.StartDraining();
        return Task.Delay(options.Value.DrainDelay, clock, cancellationToken);
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
