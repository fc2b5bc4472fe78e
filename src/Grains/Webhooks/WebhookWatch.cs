using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// Sees to it that no webhook is forgotten: takes up the outboxes that nobody looks after (a silo died, a sender failed) and parked
/// webhooks whose time has come, and keeps others from taking what this silo works on. It needs no grain.
/// </summary>
public sealed partial class WebhookWatch(
    ICallStore store, WebhookSender sender, MuteBook mutes, EndpointReports reports, TimeProvider time, IOptions<WebhookOptions> options,
    ILogger<WebhookWatch> logger) : BackgroundService
{
    private const int OwnersAtOnce = 200;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _abort = new();
    private readonly ILogger<WebhookWatch> _logger = logger;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await sender.Slow.WhenDone().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
            await sender.Slow.WhenDone();
        }
    }

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Every(options.Value.ClaimEvery, Claim, stoppingToken),
        Every(options.Value.Lease / 3, Keep, stoppingToken),
        Every(Beat, mutes.Refresh, stoppingToken),
        Every(Beat, stopping => reports.Publish(sender.Endpoints, stopping), stoppingToken));

    private async Task Claim(CancellationToken stopping)
    {
        while (true)
        {
            var owners = await store.ClaimWebhooks(options.Value.Lease, OwnersAtOnce, stopping);
            foreach (var owner in owners)
                sender.TakeOver(await store.PendingWebhooks(owner, stopping));
            var more = await sender.Slow.Claim(stopping, _abort.Token);
            if (owners.Count < OwnersAtOnce && !more)
                return;
        }
    }

    private async Task Keep(CancellationToken stopping)
    {
        await sender.Keep(stopping);
        await sender.Slow.Keep(stopping);
    }

    private async Task Every(TimeSpan period, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, time);
        do
        {
            try
            {
                await work(stopping);
            }
            catch (StoreUnavailableException) when (!stopping.IsCancellationRequested)
            {
                StoreAway(work.Method.Name);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                WatchFaulted(work.Method.Name, fault);
            }
        }
        while (!stopping.IsCancellationRequested && await Tick(timer, stopping));
    }

    private static async Task<bool> Tick(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(4070, LogLevel.Warning, "{Work} of webhooks is put off: the store is away.")]
    private partial void StoreAway(string work);

    [LoggerMessage(4071, LogLevel.Error, "{Work} of webhooks failed; it goes on with its next turn.")]
    private partial void WatchFaulted(string work, Exception fault);
}
