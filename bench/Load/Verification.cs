using System.Collections.Concurrent;

namespace Orchestrator.Load;

/// <summary>What must hold of every connect that was taken on, looked at when all should be over.</summary>
internal sealed class Verification(ServiceClient service, Scenario scenario, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>Waits until nothing is under way.</summary>
    /// <returns>What is still there after 30 s.</returns>
    public async Task<IReadOnlyList<string>> Drain()
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var left = await UnderWay();
            if (left.Count == 0 || clock.GetElapsedTime(started) > Patience) return left;
            await Task.Delay(Pause, clock);
        }
    }

    /// <param name="ids">Of all connects that were taken on.</param>
    /// <param name="mayBeGone">The service keeps fewer than were started.</param>
    public async Task<Verified> Check(IReadOnlyCollection<string> ids, bool mayBeGone)
    {
        var (broken, late, gone) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(ids, Width, async (id, _) =>
        {
            var view = await service.View(id);
            if (view is null && mayBeGone) Interlocked.Increment(ref gone);
            else if (IsLate(view)) late.Add(view!.FailedReason!);
            else if (Fault(view) is { } fault) broken.Add($"{id}: {fault}");
        });
        return new Verified(ids.Count - gone, gone, [.. late], [.. broken]);
    }

    private async Task<IReadOnlyList<string>> UnderWay()
    {
        var left = new List<string>();
        foreach (var (list, state) in new[]
        {
            ("connects", "connecting"), ("connects", "connected"), ("calls", "created"), ("calls", "ringing"), ("calls", "answered"),
        })
        {
            if (await service.AnyIn(list, state)) left.Add($"{list} still {state}");
        }

        return left;
    }

    /// <summary>The winner hung up, half a second after its answer, before the service came to bridge it: slow, not wrong.</summary>
    private static bool IsLate(View? view) =>
        view is { State: "failed", Complete: true }
        && view.Legs.Count(leg => leg.Won) == 1
        && view.Legs.All(leg => leg.EndReason == (leg.Won ? "hangup" : "cancel"));

    private string? Fault(View? view)
    {
        if (view is null) return "not known to the service";
        var winners = view.Legs.Where(leg => leg.Won).ToList();
        return view switch
        {
            { State: not "disconnected" } => $"is {view.State} {view.FailedReason}: {view.Verdict}",
            { Complete: false } => "is not complete",
            _ when view.Legs.Count != scenario.Legs => $"{view.Legs.Count} legs",
            _ when winners.Count != 1 => $"{winners.Count} winners",
            _ when winners[0].CallId != view.Peer => "the winner is not the peer",
            _ when winners[0].EndReason != "hangup" => $"the winner ended {winners[0].EndReason}",
            _ when view.Legs.FirstOrDefault(leg => !leg.Won && leg.EndReason != "cancel") is { } loser => $"loser {loser.Leg} ended {loser.EndReason}",
            _ => null,
        };
    }
}

/// <param name="Gone">Not looked at, because the service had dropped them already.</param>
/// <param name="Late">Why they failed: connects whose winner had gone before it was bridged.</param>
/// <param name="Broken">A sentence for each connect of which something did not hold.</param>
internal sealed record Verified(int Count, int Gone, IReadOnlyList<string> Late, IReadOnlyList<string> Broken);
