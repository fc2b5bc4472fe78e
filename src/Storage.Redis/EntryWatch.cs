using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// Who waits for entries of one shard's sessions. Subscribed from the first one on, and for a while after the last has gone: a reader
/// who follows a session comes back at once.
/// </summary>
internal sealed class EntryWatch(RedisLink link, Shard shard, TimeProvider time)
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Bench> _benches = new(StringComparer.Ordinal);
    private Task? _listening;
    private long _emptySince;

    public Seat Sit(string session)
    {
        lock (_gate)
        {
            if (!_benches.TryGetValue(session, out var bench))
                _benches[session] = bench = new();
            bench.Seats++;
            if (_listening is null or { IsFaulted: true } or { IsCanceled: true })
                _listening = Listen();
            return new(this, session, bench, _listening);
        }
    }

    private async Task Listen()
    {
        var messages = await link.Subscribe(shard.Entries);
        messages.OnMessage(message => Hear(messages, (string)message.Message!));
    }

    private async Task Hear(ChannelMessageQueue messages, string session)
    {
        lock (_gate)
        {
            if (_benches.GetValueOrDefault(session) is { } bench)
                bench.Wake();
            if (_benches.Count > 0 || time.GetElapsedTime(_emptySince) < Linger)
                return;
            _listening = null;
        }

        await messages.UnsubscribeAsync();
    }

    private Task ChangeOf(Bench bench)
    {
        lock (_gate)
            return bench.Change.Task;
    }

    private void Leave(string session, Bench bench)
    {
        lock (_gate)
        {
            if (--bench.Seats == 0)
                _benches.Remove(session);
            if (_benches.Count == 0)
                _emptySince = time.GetTimestamp();
        }
    }

    /// <summary>All who wait for one session.</summary>
    internal sealed class Bench
    {
        public int Seats { get; set; }

        public TaskCompletionSource Change { get; private set; } = New();

        public void Wake()
        {
            Change.TrySetResult();
            Change = New();
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed class Seat(EntryWatch watch, string session, Bench bench, Task listening) : IDisposable
    {
        /// <summary>Completes when the messages come.</summary>
        public Task Listening => listening;

        /// <summary>Completes at the next message about the session.</summary>
        public Task Change => watch.ChangeOf(bench);

        public void Dispose() => watch.Leave(session, bench);
    }
}
