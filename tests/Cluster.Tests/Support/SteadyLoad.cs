using System.Collections.Concurrent;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Connects that are started one after another by several clients at once, until it is told to end; every answer is kept.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly Task _clients;

    private SteadyLoad(IReadOnlyList<Api> apis, string connect) =>
        _clients = Task.WhenAll(apis.Select(api => Task.Run(() => Begin(api, connect))));

    public IReadOnlyCollection<Answer> Answers => _answers;

    public static SteadyLoad On(IReadOnlyList<Api> apis, string connect) => new(apis, connect);

    /// <summary>Until so many more have been answered.</summary>
    public Task More(int answers, string phase)
    {
        var enough = _answers.Count + answers;
        return Eventually.True($"{answers} more connects are answered {phase}", () => Task.FromResult(_answers.Count >= enough || _clients.IsFaulted), TimeSpan.FromMinutes(1));
    }

    /// <summary>Ends it; throws what a client met other than an answer.</summary>
    public async Task End()
    {
        await _enough.CancelAsync();
        await _clients;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _clients.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task Begin(Api api, string connect)
    {
        while (!_enough.IsCancellationRequested)
            _answers.Enqueue(await api.Start(connect));
    }
}
