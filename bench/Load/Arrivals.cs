using System.Collections.Concurrent;

namespace Orchestrator.Load;

/// <summary>A connect that was asked for.</summary>
/// <param name="Due">When it was to be sent: latencies count from here, however late the sender was.</param>
/// <param name="Id">Null: not taken on.</param>
/// <param name="Answered">How long after <paramref name="Due"/> the answer was there.</param>
internal sealed record Arrival(DateTimeOffset Due, string? Id, TimeSpan Answered);

/// <summary>Sends at a constant rate, whatever becomes of what was sent before.</summary>
internal sealed class Arrivals(ServiceClient service, Scenario scenario, TimeProvider clock)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public async Task<IReadOnlyList<Arrival>> Send(int rate, int seconds)
    {
        var total = rate * seconds;
        var done = new ConcurrentBag<Arrival>();
        var sending = new List<Task>(total);
        var (start, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        using var timer = new PeriodicTimer(Tick, clock);
        while (sending.Count < total)
        {
            var due = Math.Min(total, (int)(clock.GetElapsedTime(started).TotalSeconds * rate) + 1);
            while (sending.Count < due)
            {
                var offset = TimeSpan.FromSeconds((double)sending.Count / rate);
                sending.Add(Task.Run(async () => done.Add(await Send(start + offset, started, offset))));
            }

            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(sending);
        return [.. done.OrderBy(arrival => arrival.Due)];
    }

    private async Task<Arrival> Send(DateTimeOffset due, long started, TimeSpan offset)
    {
        string? id;
        try
        {
            id = await (scenario.Script is null ? service.Start(scenario.Body) : service.CallIn(scenario.Body));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            id = null;
        }

        return new Arrival(due, id, clock.GetElapsedTime(started) - offset);
    }
}
