using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>
/// A node that is told to stop takes no new callers, and goes on until the legs it carries have ended, for
/// <see cref="PlaneOptions.DrainTime"/> at most; then its legs end <c>error</c>. Grains need none of this: any silo can take them up.
/// </summary>
public sealed partial class PlaneDrain(
    IServiceProvider services, IOptions<PlaneOptions> options, TimeProvider time, ILogger<PlaneDrain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public bool HasBegun { get; private set; }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        HasBegun = true;
        if (services.GetService<ITelephonyPlane>() is not { } plane)
            return;
        var since = time.GetTimestamp();
        while (plane.LegsUp > 0 && time.GetElapsedTime(since) < options.Value.DrainTime && !cancellationToken.IsCancellationRequested)
            await Task.Delay(Step, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (plane.LegsUp > 0)
            LogLegsLeft(logger, plane.LegsUp);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 211, Level = LogLevel.Warning, Message = "This node stops with {Legs} legs up: its time to drain is over.")]
    private static partial void LogLegsLeft(ILogger logger, int legs);
}
