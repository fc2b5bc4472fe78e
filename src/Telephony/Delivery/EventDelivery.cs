using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Delivery;

/// <summary>
/// Brings one leg's events to the listener, one at a time, outside the leg's gate. Whoever claims the delivery runs it alone until
/// nothing is left; while an event is refused, the timer holds the claim.
/// </summary>
public sealed class EventDelivery(PlaneDesk desk, Lock gate, EventLog log) : IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private ITimer? _timer;
    private TimeSpan _wait = FirstWait;
    private bool _claimed;
    private volatile bool _silent;

    /// <summary>True when there is something to deliver and nobody does: the caller must begin or run. Inside the gate.</summary>
    public bool TryClaim()
    {
        if (_claimed || _silent || !log.HasNext) return false;
        return _claimed = true;
    }

    /// <summary>
    /// Begins on a timer of its own, so that the listener does not run in the command's desk. (A fake clock rings at once: what a
    /// command brings about is delivered when it returns.)
    /// </summary>
    public void Begin() => RunAfter(TimeSpan.Zero);

    /// <summary>Runs until nothing is left, by whoever claimed it.</summary>
    public void Run()
    {
        desk.Deliveries.Enter();
        // Owned: it never faults, and the plane waits for it when it stops.
        _ = Deliver();
    }

    /// <summary>Nothing more is offered. What is with the listener at this moment is not waited for.</summary>
    public void Dispose()
    {
        _silent = true;
        _timer?.Dispose();
    }

    private async Task Deliver()
    {
        try
        {
            while (TryOffer(out var planeEvent, out var turn))
            {
                await desk.Listener.Raised(planeEvent!, desk.Stopping).ConfigureAwait(false);
                Take(planeEvent!, turn);
            }
        }
        catch (OperationCanceledException) when (desk.Stopping.IsCancellationRequested)
        {
            // The plane has stopped: there is nobody left to tell.
        }
        // A listener may throw anything: it is counted, and the event offered again.
        catch (Exception exception)
        {
            desk.CountFault(exception);
            var wait = _wait;
            _wait = wait + wait < LongestWait ? wait + wait : LongestWait;
            if (!_silent) RunAfter(wait);
        }
        finally
        {
            desk.Deliveries.Leave();
        }
    }

    private void RunAfter(TimeSpan wait)
    {
        _timer ??= desk.Clock.CreateTimer(_ => Run());
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private bool TryOffer(out PlaneEvent? planeEvent, out int turn)
    {
        lock (gate)
        {
            _claimed = !_silent && log.HasNext;
            turn = 0;
            planeEvent = _claimed ? log.Offer(out turn) : null;
            return _claimed;
        }
    }

    private void Take(PlaneEvent planeEvent, int turn)
    {
        lock (gate)
        {
            log.Take(planeEvent, turn);
            _wait = FirstWait;
            if (desk.Journal is { } journal) journal(new EventTaken(desk.Clock.UtcNow, planeEvent));
        }
    }
}
