using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>
/// The one clock of a host: store, grains and their timers, plane and webhooks hang on it. It stands still until it is told to go on,
/// and it knows when the next timer is due, so that hours pass in as many steps as there are timers.
/// </summary>
internal sealed class Clock : TimeProvider
{
    /// <summary>A whole second: times in webhooks and stories read well.</summary>
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(30);

    private TimerCallback? _ringing;
    private readonly Lock _gate = new();
    private readonly Dictionary<TrackedTimer, DateTimeOffset> _due = [];

    public override long TimestampFrequency => _time.TimestampFrequency;
    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();
    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TrackedTimer(this, callback, state);
        timer.Begin(dueTime, period);
        return timer;
    }

    /// <summary>Goes to the next instant at which a timer is due, <paramref name="limit"/> at the latest.</summary>
    public async Task Step(DateTimeOffset limit)
    {
        var now = GetUtcNow();
        var next = Next(now) is { } due && due < limit ? due : limit;
        try
        {
            // On a thread of the pool: whoever waits for the clock goes on there, and not in the test's own context.
            await Task.Run(() => _time.Advance(next > now ? next - now : TimeSpan.Zero)).WaitAsync(LongestStep);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"A timer's callback did not return: {_ringing?.Method.DeclaringType} {_ringing?.Method.Name}.");
        }
    }

    /// <summary>Goes there, through whatever timers are due on the way.</summary>
    public async Task To(DateTimeOffset instant)
    {
        while (GetUtcNow() < instant)
            await Step(instant);
    }

    private DateTimeOffset? Next(DateTimeOffset now)
    {
        lock (_gate)
            return _due.Values.Where(due => due > now).Select(due => (DateTimeOffset?)due).Min();
    }

    private void Note(TrackedTimer timer, TimeSpan wait)
    {
        lock (_gate)
        {
            if (wait < TimeSpan.Zero)
                _due.Remove(timer);
            else
                _due[timer] = GetUtcNow() + wait;
        }
    }

    private sealed class TrackedTimer(Clock clock, TimerCallback callback, object? state) : ITimer
    {
        private ITimer _inner = null!;
        private TimeSpan _period;

        public void Begin(TimeSpan dueTime, TimeSpan period)
        {
            _inner = clock._time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
            clock.Note(this, dueTime);
            if (_inner.Change(dueTime, period))
                return true;
            clock.Note(this, Timeout.InfiniteTimeSpan); // it was disposed of
            return false;
        }

        public void Dispose()
        {
            clock.Note(this, Timeout.InfiniteTimeSpan);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring()
        {
            clock.Note(this, _period);
            clock._ringing = callback;
            callback(state);
            clock._ringing = null;
        }
    }
}
