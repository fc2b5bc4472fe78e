using Orchestrator.Gateway.Clustering;

namespace Orchestrator.Gateway.Health;

/// <summary>
/// Whether the cluster answers. Asked at most once a second, however often the question comes: it needs no credentials. One silo that
/// hangs does not make this process unready, so each silence is met with the same question to another silo.
/// </summary>
internal sealed class GrainProbe(Cluster cluster, TimeProvider clock)
{
    private const int Attempts = 4;
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<bool> _answer = Task.FromResult(false);
    private long? _askedAt;

    public Task<bool> IsReachable()
    {
        lock (_gate)
        {
            if (_askedAt is { } asked && (!_answer.IsCompleted || clock.GetElapsedTime(asked) < Freshness)) return _answer;
            _askedAt = clock.GetTimestamp();
            return _answer = Ask();
        }
    }

    private async Task<bool> Ask()
    {
        var asked = new List<Task<bool>>(Attempts);
        while (asked.Count < Attempts)
        {
            asked.Add(Answers());
            var silence = Task.Delay(Silence, clock);
            while (await Task.WhenAny([silence, .. asked.Where(one => !one.IsCompleted)]) != silence)
            {
                if (asked.Any(one => one is { IsCompleted: true, Result: true })) return true;
            }
        }

        return false;
    }

    private async Task<bool> Answers()
    {
        try
        {
            await cluster.Touch();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
