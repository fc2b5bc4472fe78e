using System.Collections.Concurrent;

namespace Orchestrator.Load;

/// <summary>How fast the service was, read off a sample of timelines. Both processes are on one machine, so they share a clock.</summary>
/// <param name="Dispatch">From the instant at which the request was due until the first leg was dialed.</param>
/// <param name="Cancel">From the winner's answer until each loser was cancelled.</param>
internal sealed record Timings(Percentiles Dispatch, Percentiles Cancel)
{
    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = 8 };

    public static async Task<Timings> Sample(ServiceClient service, IReadOnlyList<Arrival> taken, int size)
    {
        var (dispatch, cancel) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var step = Math.Max(1.0, (double)taken.Count / size);
        var sample = Enumerable.Range(0, (int)(taken.Count / step)).Select(index => taken[(int)(index * step)]);
        await Parallel.ForEachAsync(sample, Width, async (arrival, _) =>
        {
            var entries = await service.Timeline(arrival.Id!);
            if (entries.FirstOrDefault(entry => entry.Kind == "call.created") is { } first)
                dispatch.Add((first.At - arrival.Due).TotalMilliseconds);
            if (entries.FirstOrDefault(entry => entry is { Kind: "call.answered", Leg: > 0 }) is not { } answer) return;
            foreach (var loser in entries.Where(entry => entry is { Kind: "call.released", Leg: > 0 } && entry.Leg != answer.Leg))
                cancel.Add((loser.At - answer.At).TotalMilliseconds);
        });
        return new Timings(new Percentiles(dispatch), new Percentiles(cancel));
    }
}
