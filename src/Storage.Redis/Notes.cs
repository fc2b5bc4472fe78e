using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces.Failures;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// What no state depends on and need not be written at once: lines of timelines, and records to be closed. Most of it costs no command
/// of its own: lines ride along with the next commit of their session, which comes from the same silo, and the records of a session
/// end together. What is left is written within <see cref="LongestWait"/>. A silo that dies loses it: lines of a story; and closings,
/// which the next owner makes again.
/// </summary>
internal sealed partial class Notes : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWaitOfClosings = TimeSpan.FromSeconds(2);

    /// <summary>Sessions with notes, at most, while Redis is away; what comes then is lost.</summary>
    private const int MostSessions = 100_000;

    private readonly ConcurrentDictionary<string, Note> _notes = new(StringComparer.Ordinal);
    private readonly Func<string, IReadOnlyList<RedisValue>, IReadOnlyList<string>, Task> _write;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();
    private readonly Task _rounds;

    public Notes(Func<string, IReadOnlyList<RedisValue>, IReadOnlyList<string>, Task> write, TimeProvider time, ILogger logger)
    {
        (_write, _time, _logger) = (write, time, logger);
        _rounds = Task.Run(WriteWhatWaits);
    }

    /// <param name="closed">Records of the session to be closed.</param>
    public void Add(string session, IReadOnlyList<RedisValue> lines, params IReadOnlyList<string> closed)
    {
        if ((lines.Count == 0 && closed.Count == 0) || _notes.Count >= MostSessions)
            return;
        while (true)
        {
            var note = _notes.GetOrAdd(session, static (_, now) => new Note(now), _time.GetTimestamp());
            if (note.TryAdd(lines, closed, _time.GetTimestamp()))
                return;
        }
    }

    /// <summary>The lines that wait, now the caller's to write with a commit of this record, which is not to be closed then.</summary>
    public IReadOnlyList<RedisValue> TakeLines(string session, string id) => _notes.TryGetValue(session, out var note) ? note.TakeLines(id) : [];

    /// <summary>Writes what waits of a session now, so that whoever reads it here reads all of it.</summary>
    /// <exception cref="StoreUnavailableException">It waits on.</exception>
    public async Task Write(string session)
    {
        if (!_notes.TryRemove(session, out var note))
            return;
        var (lines, closed) = note.TakeAll();
        if (lines.Count == 0 && closed.Count == 0)
            return;
        try
        {
            await _write(session, lines, closed);
        }
        catch (StoreUnavailableException)
        {
            Add(session, lines, closed);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        await _rounds;
        await Task.WhenAll(_notes.Keys.Select(WriteIfPossible));
        _disposing.Dispose();
    }

    private async Task WriteWhatWaits()
    {
        using var timer = new PeriodicTimer(LongestWait / 2, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_disposing.Token))
                await Task.WhenAll(_notes.Where(note => IsDue(note.Value)).Select(note => WriteIfPossible(note.Key)));
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private bool IsDue(Note note) => _time.GetElapsedTime(note.Since) >= (note.HasLines ? LongestWait / 2 : LongestWaitOfClosings);

    private async Task WriteIfPossible(string session)
    {
        try
        {
            await Write(session);
        }
        catch (StoreUnavailableException)
        {
            // It waits on.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // What was not taken now will not be taken later: a session's lines are lost, and the others are written.
            Lost(session, failure);
        }
    }

    [LoggerMessage(EventId = 502, Level = LogLevel.Warning, Message = "Lines of the timeline of session {Session} are lost: they could not be written.")]
    private partial void Lost(string session, Exception failure);

    /// <summary>Of one session. Once it is taken as a whole it takes no more.</summary>
    private sealed class Note(long since)
    {
        private readonly Lock _gate = new();
        private readonly List<RedisValue> _lines = [];
        private readonly List<string> _closed = [];
        private bool _isTaken;

        /// <summary>When the oldest of what waits was told.</summary>
        public long Since { get; private set; } = since;

        public bool HasLines => _lines.Count > 0;

        public bool TryAdd(IReadOnlyList<RedisValue> lines, IReadOnlyList<string> closed, long now)
        {
            lock (_gate)
            {
                if (_isTaken)
                    return false;
                if (_lines.Count == 0 && lines.Count > 0)
                    Since = now;
                _lines.AddRange(lines);
                _closed.AddRange(closed.Except(_closed));
                return true;
            }
        }

        public RedisValue[] TakeLines(string id)
        {
            lock (_gate)
            {
                if (_isTaken)
                    return [];
                _closed.Remove(id);
                var lines = _lines.ToArray();
                _lines.Clear();
                return lines;
            }
        }

        public (IReadOnlyList<RedisValue> Lines, IReadOnlyList<string> Closed) TakeAll()
        {
            lock (_gate)
            {
                _isTaken = true;
                return (_lines, _closed);
            }
        }
    }
}
