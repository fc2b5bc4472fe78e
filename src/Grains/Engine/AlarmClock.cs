namespace Orchestrator.Grains.Engine;

/// <summary>
/// Rings a grain at the instant its state waits for. Timers ring a little early at times: the machine compares with the instant,
/// and the clock is set again.
/// </summary>
internal sealed class AlarmClock(IGrainBase grain, TimeProvider time, Func<Task> ring, Action<TimeSpan> stay)
{
    private static readonly TimeSpan KeptAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestStay = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    private IGrainTimer? _timer;
    private Alarm? _set;

    public void Set(Alarm? alarm)
    {
        if (alarm == _set)
            return;
        _set = alarm;
        if (alarm is not null)
            Wind(alarm);
        else
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the same alarm again: it rang too early.</summary>
    public void Rewind()
    {
        if (_set is { } alarm)
            Wind(alarm);
    }

    private void Wind(Alarm alarm)
    {
        var wait = alarm.Due - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        _timer ??= grain.RegisterGrainTimer(
            _ => ring(),
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = false, KeepAlive = true });
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        // A timer dies with its activation, and does not keep it: an idle grain is collected after 15 min unless it asks to stay. For a
        // long wait it need not: a sweeper wakes it.
        if (wait < LongestStay)
            stay(wait + KeptAfter);
    }
}
