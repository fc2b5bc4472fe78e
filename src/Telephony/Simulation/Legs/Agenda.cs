using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// What will happen to one leg and when, with one timer for the earliest. Moments are absolute, so that a late alarm delays nothing
/// that comes after it. Guarded by the leg's gate.
/// </summary>
internal sealed class Agenda(PlaneClock clock, TimerCallback wake) : IDisposable
{
    /// <summary>Timers take no more than 49 days; a far moment is reached in several alarms.</summary>
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly List<Moment> _moments = [];
    private ITimer? _timer;
    private TimeSpan? _alarm;

    public void Add(TimeSpan due, Happening what)
    {
        var place = _moments.Count;
        while (place > 0 && _moments[place - 1].Due > due) place--;
        _moments.Insert(place, new(due, what));
    }

    /// <summary>Takes the earliest moment that has come. Those of the same instant come in the order they were added.</summary>
    public bool TryTake(TimeSpan now, out Moment moment)
    {
        if (_moments.Count == 0 || _moments[0].Due > now)
        {
            moment = default;
            return false;
        }

        moment = _moments[0];
        _moments.RemoveAt(0);
        return true;
    }

    public void Clear() => _moments.Clear();

    public void AlarmRang() => _alarm = null;

    /// <summary>Sets the timer for the earliest moment, at least 1 ms ahead: an alarm never rings inside the gate.</summary>
    public void SetAlarm(TimeSpan now)
    {
        TimeSpan? due = _moments.Count == 0 ? null : _moments[0].Due;
        if (due == _alarm) return;
        _alarm = due;
        if (due is null)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var milliseconds = Math.Ceiling((due.Value - now).TotalMilliseconds);
        var wait = Math.Clamp(milliseconds, 1, LongestAlarm.TotalMilliseconds);
        _timer ??= clock.CreateTimer(wake);
        _timer.Change(TimeSpan.FromMilliseconds(wait), Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _moments.Clear();
        _timer?.Dispose();
    }
}

/// <param name="Due">Plane time.</param>
internal readonly record struct Moment(TimeSpan Due, Happening What);
