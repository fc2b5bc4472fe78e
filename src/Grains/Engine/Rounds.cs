using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Engine;

/// <summary>Something a silo does again and again, from when it is up until it is told to stop. A round that fails is logged; the next one comes.</summary>
public abstract partial class Rounds(TimeSpan interval, TimeProvider time, IHostApplicationLifetime lifetime, ILogger logger) : BackgroundService
{
    private protected TimeProvider Time => time;

    private protected bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    protected abstract Task Round(CancellationToken stopping);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = lifetime.ApplicationStarted.Register(up.SetResult);
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            await up.Task.WaitAsync(over.Token);
            while (await timer.WaitForNextTickAsync(over.Token))
                await OneRound(over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private async Task OneRound(CancellationToken stopping)
    {
        try
        {
            await Round(stopping);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogFailed(logger, GetType().Name, failure.Message);
        }
    }

    [LoggerMessage(EventId = 121, Level = LogLevel.Warning, Message = "A round of {Rounds} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string rounds, string reason);
}
