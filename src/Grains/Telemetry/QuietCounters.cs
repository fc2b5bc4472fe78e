using Microsoft.Extensions.Hosting;

namespace Orchestrator.Grains.Telemetry;

/// <summary>
/// Says zero of what has not happened yet. A counter that begins with its first fault has risen for nobody who looks at increases: the
/// one fault that matters would ring no alarm.
/// </summary>
internal sealed class QuietCounters(EngineInstruments instruments) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        instruments.SayZero();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
