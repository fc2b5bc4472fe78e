using System.Text;
using Orchestrator.Load;

namespace Orchestrator.Operators;

/// <summary>Event streams of a few calls that are up and on which nothing happens.</summary>
internal sealed class Watchers(OperatorClient client) : IAsyncDisposable
{
    private const int Calls = 10;

    /// <summary>What opening them brought about is over by then.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _enough = new();
    private readonly List<Task> _readers = [];
    private int _pings;

    public int Count => _readers.Count;

    public int Pings => _pings;

    public async Task Open(int count)
    {
        var connects = new List<string>();
        for (var call = 0; call < Calls; call++) connects.Add(await client.Start("sip:talker@sim;ring=off;answer=0"));
        for (var watcher = 0; watcher < count; watcher++)
            _readers.Add(Read(await client.Follow(connects[watcher % Calls], _enough.Token)));
        await Task.Delay(Settle, TimeProvider.System);
        if (_readers.Find(reader => reader.IsCompleted) is { } ended)
        {
            await ended;
            throw new InvalidOperationException("A stream ended though its call goes on.");
        }
    }

    /// <returns>Processor time of the service, as a part of one core.</returns>
    public static async Task<double> CpuOver(ProbeClient probe, int seconds)
    {
        var before = await probe.Read();
        var began = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        var after = await probe.Read();
        return (after.CpuMilliseconds - before.CpuMilliseconds) / TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        foreach (var reader in _readers) await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _enough.Dispose();
    }

    private async Task Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(_enough.Token) is { } line)
        {
            if (line == "event: ping") Interlocked.Increment(ref _pings);
        }
    }
}
