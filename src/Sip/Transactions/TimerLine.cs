namespace Orchestrator.Sip.Transactions;

/// <summary>
/// Timers of one duration, which ring in the order in which they were set: one timer of the runtime for all of them. Nearly every transaction waits out
/// half a minute at its end, and the runtime looks through all of its timers again and again.
/// </summary>
internal sealed class TimerLine(TimeSpan duration, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _waiting = new();
    private ITimer? _timer;

    public Entry Set(Action rang)
    {
        var entry = new Entry(rang, time.GetTimestamp());
        lock (_gate)
        {
            _waiting.Enqueue(entry);
            if (_waiting.Count == 1) Start(duration);
        }

        return entry;
    }

    private void Ring()
    {
        while (TakeDue() is { } entry) entry.Ring();
    }

    /// <summary>The next one whose time has come; null: the timer is set for the one behind.</summary>
    private Entry? TakeDue()
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var first))
            {
                var left = duration - time.GetElapsedTime(first.Since);
                if (first.IsStopped || left <= TimeSpan.Zero)
                {
                    _waiting.Dequeue();
                    if (!first.IsStopped) return first;
                }
                else
                {
                    Start(left);
                    break;
                }
            }

            return null;
        }
    }

    private void Start(TimeSpan after)
    {
        // A timer that rings a fraction of a millisecond early would be set for no time at all, and again.
        after = TimeSpan.FromMilliseconds(Math.Ceiling(after.TotalMilliseconds));
        if (_timer is null) _timer = time.CreateTimer(static line => ((TimerLine)line!).Ring(), this, after, Timeout.InfiniteTimeSpan);
        else _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    internal sealed class Entry(Action rang, long since)
    {
        private Action? _rang = rang;

        public long Since => since;

        public bool IsStopped => Volatile.Read(ref _rang) is null;

        /// <summary>Rings no more, and keeps nobody alive.</summary>
        public void Stop() => Volatile.Write(ref _rang, null);

        public void Ring() => Interlocked.Exchange(ref _rang, null)?.Invoke();
    }
}
