using System.Collections.Concurrent;
using System.Globalization;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>How long an engine is asked.</summary>
public sealed record NgTimes
{
    /// <summary>When a request is first repeated; the wait then doubles.</summary>
    public TimeSpan FirstRepeat { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>When it is given up; a request that carries a sound has longer, by a second a megabyte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>
/// Speaks ng with one engine. A request is repeated with its cookie until it is answered: the engine answers a cookie that it knows
/// from its memory, so that a repetition never does anything twice.
/// </summary>
public sealed class NgClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Pending> _pending = new();
    private readonly INgLink _link;
    private readonly TimeProvider _time;
    private readonly NgTimes _times;
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..12];
    private long _count;

    public NgClient(INgLink link, TimeProvider time, NgTimes? times = null)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(time);
        (_link, _time, _times) = (link, time, times ?? new NgTimes());
        link.Start(Receive);
    }

    /// <summary>Never fails: an engine that does not answer is a reply too.</summary>
    public Task<NgReply> Send(string command, NgDictionary items)
    {
        ArgumentNullException.ThrowIfNull(items);
        items["command"] = command;
        var cookie = string.Create(CultureInfo.InvariantCulture, $"{_prefix}_{Interlocked.Increment(ref _count)}");
        var frame = NgFrame.Write(cookie, items);
        if (frame.Length > _link.LongestFrame)
            return Task.FromResult(NgReply.Refusal($"a request of {frame.Length} bytes does not fit into one of {_link.LongestFrame}; an engine reached by HTTP takes it"));
        var pending = new Pending(this, cookie, frame);
        _pending[cookie] = pending;
        pending.Start();
        return pending.Reply;
    }

    public Task<NgReply> Ping() => Send("ping", new NgDictionary());

    private void Receive(ReadOnlyMemory<byte> frame)
    {
        // A second answer to a repeated request finds nobody waiting.
        if (NgFrame.Read(frame) is { } answer && _pending.TryRemove(answer.Cookie, out var pending)) pending.End(NgReply.Of(answer.Items));
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync().ConfigureAwait(false);
        foreach (var (cookie, pending) in _pending)
            if (_pending.TryRemove(cookie, out _)) pending.End(NgReply.Silence);
    }

    private const double Megabyte = 1_000_000;

    private sealed class Pending(NgClient client, string cookie, byte[] frame)
    {
        private readonly TaskCompletionSource<NgReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long _began = client._time.GetTimestamp();
        private readonly Lock _gate = new();
        private readonly TimeSpan _patience = client._times.Timeout + TimeSpan.FromSeconds(frame.Length / Megabyte);
        private TimeSpan _wait = client._times.FirstRepeat;
        private ITimer? _timer;
        private bool _over;

        public Task<NgReply> Reply => _reply.Task;

        public void Start()
        {
            lock (_gate) _timer = client._time.CreateTimer(_ => Rang(), null, _wait, Timeout.InfiniteTimeSpan);
            client._link.Send(frame);
        }

        public void End(NgReply reply)
        {
            lock (_gate)
            {
                _over = true;
                _timer?.Dispose();
            }
            _reply.TrySetResult(reply);
        }

        private void Rang()
        {
            var left = _patience - client._time.GetElapsedTime(_began);
            if (left <= TimeSpan.Zero)
            {
                if (client._pending.TryRemove(cookie, out _)) End(NgReply.Silence);
                return;
            }
            client._link.Send(frame);
            lock (_gate)
            {
                if (_over) return;
                _wait = _wait * 2 < left ? _wait * 2 : left;
                _timer!.Change(_wait, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
