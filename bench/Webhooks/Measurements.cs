using System.Diagnostics;

namespace Orchestrator.Webhooks;

/// <summary>The rows of the table, one method each; every figure of one kind of sender.</summary>
internal sealed class Measurements(RedisProcess redis, string kind)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private int _runs;

    /// <returns>Events a second that healthy receivers accept, as fast as it goes.</returns>
    public async Task<double> Throughput()
    {
        await using var receiver = await Receiver.Start();
        using var sender = new SenderProcess(Job(receiver.Urls, lanes: 256, events: 160, rate: 0));
        await Reached(() => receiver.Count >= 256 * 160);
        var all = receiver.All;
        // Without the start: it belongs to the runtime.
        var counted = all.Skip(all.Count / 4).ToList();
        return counted.Count / Stopwatch.GetElapsedTime(counted[0].At, counted[^1].At).TotalSeconds;
    }

    /// <returns>Milliseconds from the transition until its request is received, at 1,000 a second: p50 and p99.</returns>
    public async Task<(double P50, double P99)> Latency()
    {
        await using var receiver = await Receiver.Start();
        using var sender = new SenderProcess(Job(receiver.Urls, lanes: 1000, events: 15, rate: 1000));
        await Reached(() => receiver.Count >= 15_000);
        return Percentiles(receiver.All.Skip(5_000));
    }

    /// <returns>p99 of those to healthy receivers, while 30 % go to a black hole, one that drips and one that resets.</returns>
    public async Task<double> HealthyAmongHostile()
    {
        await using var receiver = await Receiver.Start();
        using var hostile = new HostileReceivers();
        IReadOnlyList<string> urls = [.. receiver.Urls.Take(7), .. hostile.Urls];
        using var sender = new SenderProcess(Job(urls, lanes: 1000, events: 15, rate: 1000));
        await Reached(() => receiver.Count >= 15_000 * 7 / 10);
        return Percentiles(receiver.All.Skip(3_500)).P99;
    }

    /// <summary>Some are refused, so that the killed one has retries before it; few, so that hardly any is parked for 30 s.</summary>
    /// <returns>Events that never came, and seconds until the last of those came that the killed one had made.</returns>
    public async Task<(int Lost, int Made, double Gap)> Kill()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refused = 3;
        var (first, second) = (Job(receiver.Urls, 500, 20, 500), Job(receiver.Urls, 500, 20, 500));
        using var survivor = new SenderProcess(first);
        using var victim = new SenderProcess(second with { Prefix = first.Prefix });
        await Reached(() => victim.Made.Count > 3_000);
        victim.Kill();
        var killed = Stopwatch.GetTimestamp();
        await survivor.Finished;
        var made = survivor.Made.Concat(victim.Made).ToHashSet();
        await Settled(receiver, made);
        var accepted = receiver.All;
        var arrived = accepted.Select(one => $"{one.Lane} {one.Number}").ToHashSet();
        var late = accepted.Where(one => one.Lane.StartsWith(second.Seed, StringComparison.Ordinal)).Max(one => one.At);
        return (made.Count(one => !arrived.Contains(one)), made.Count, Math.Max(0, Stopwatch.GetElapsedTime(killed, late).TotalSeconds));
    }

    /// <returns>Lanes whose events came first in another order than they happened, of those in which nothing was parked.</returns>
    public async Task<(int Inverted, int Lanes)> Order()
    {
        await using var receiver = await Receiver.Start();
        receiver.Refused = 10;
        using var sender = new SenderProcess(Job(receiver.Urls, lanes: 5000, events: 4, rate: 1500));
        await Settled(receiver, null, 20_000 * 99 / 100);
        var lanes = receiver.All.GroupBy(one => one.Lane).Select(lane => lane.Select(one => one.Number).Distinct().ToList()).ToList();
        // Three refusals in a row park an event; it is the one that is not there when its lane is complete otherwise.
        var whole = lanes.Where(lane => lane.Count == 4).ToList();
        return (whole.Count(lane => !lane.SequenceEqual(lane.Order())), whole.Count);
    }

    private static (double P50, double P99) Percentiles(IEnumerable<Accepted> accepted)
    {
        var sorted = accepted.Select(one => one.Milliseconds).Order().ToList();
        return (sorted[sorted.Count / 2], sorted[(int)(sorted.Count * 0.99)]);
    }

    /// <summary>Waits until all have come, or nothing has for so long that nothing will: longer than a lease, and than any naive retry.</summary>
    private static async Task Settled(Receiver receiver, HashSet<string>? expected, int enough = int.MaxValue)
    {
        var (last, since) = (-1, Stopwatch.GetTimestamp());
        while (true)
        {
            var count = receiver.Count;
            if (count >= enough || (expected is not null && count >= expected.Count && expected.IsSubsetOf(receiver.All.Select(one => $"{one.Lane} {one.Number}"))))
                return;
            if (count != last)
                (last, since) = (count, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(40))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
    }

    private static async Task Reached(Func<bool> reached)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached() && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    private Job Job(IReadOnlyList<string> urls, int lanes, int events, int rate)
    {
        var run = Interlocked.Increment(ref _runs);
        return new(kind, redis.Connection, $"b{Guid.NewGuid():n}", urls, lanes, events, rate, AtOnce: 256, $"{kind}{run}");
    }
}
