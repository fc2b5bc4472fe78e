using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>Fake time that also says which of the running timers is due next: so a test can tell what an attempt waits for.</summary>
internal sealed class ObservedTime : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Observed, DateTimeOffset> _due = [];
    private readonly List<(TimeSpan In, TaskCompletionSource Seen)> _waits = [];

    /// <summary>Completes when the timer that is due next is due in exactly this time.</summary>
    public Task NextIsDueIn(TimeSpan time)
    {
        lock (_gate)
        {
            var wait = (In: time, Seen: new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            _waits.Add(wait);
            Look();
            return wait.Seen.Task;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Observed(this);
        timer.Inner = base.CreateTimer(
            _ =>
            {
                Note(timer, Timeout.InfiniteTimeSpan);
                callback(state);
            },
            null,
            dueTime,
            period);
        Note(timer, dueTime);
        return timer;
    }

    private void Note(Observed timer, TimeSpan due)
    {
        lock (_gate)
        {
            if (due == Timeout.InfiniteTimeSpan) _due.Remove(timer);
            else _due[timer] = GetUtcNow() + due;
            Look();
        }
    }

    private void Look()
    {
        if (_due.Count == 0) return;
        var next = _due.Values.Min() - GetUtcNow();
        foreach (var wait in _waits.Where(wait => wait.In == next).ToList())
        {
            wait.Seen.SetResult();
            _waits.Remove(wait);
        }
    }

    private sealed class Observed(ObservedTime time) : ITimer
    {
        public ITimer Inner { get; set; } = null!;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Note(this, dueTime);
            return Inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            time.Note(this, Timeout.InfiniteTimeSpan);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
