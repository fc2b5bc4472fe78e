using Orchestrator.Gateway.Clustering;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Health;

/// <summary>Whether grains answer. Asked at most once a second, however often the question comes: it needs no credentials.</summary>
internal sealed class GrainProbe(Cluster cluster, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
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
        try
        {
            // The cheapest question that goes all the way to the store: one row of a project that nobody can have.
            var nothing = new ListQuery(":", ListKind.Call, null, null, null, null, null, 1);
            await cluster.List(nothing, CancellationToken.None).WaitAsync(Patience, clock);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
