using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Delivery;

/// <summary>A leg's events, and how far the listener has taken them. Guarded by the leg's gate.</summary>
public sealed class EventLog
{
    private readonly List<PlaneEvent> _events = new(4);
    private int _next;
    private int _turn;
    private long _last;
    private long _offered;
    private long _taken;

    public long NextSequence => _last + 1;

    public bool HasNext => _next < _events.Count;

    public void Append(PlaneEvent planeEvent)
    {
        _last = planeEvent.Sequence;
        _events.Add(planeEvent);
    }

    /// <summary>The event to offer now.</summary>
    /// <param name="turn">To be handed back to <see cref="Take"/>.</param>
    public PlaneEvent Offer(out int turn)
    {
        var planeEvent = _events[_next];
        _offered = Math.Max(_offered, planeEvent.Sequence);
        turn = _turn;
        return planeEvent;
    }

    /// <summary>
    /// The listener took it. If the log was rewound or cut meanwhile, the next one is not the one after it. A digit is not kept: whoever
    /// waited for it has written it down, and whoever listens later was not meant.
    /// </summary>
    public void Take(PlaneEvent planeEvent, int turn)
    {
        _taken = Math.Max(_taken, planeEvent.Sequence);
        if (planeEvent is DigitPressed)
            _events.Remove(planeEvent);
        else if (turn == _turn)
            _next++;
    }

    public bool HasTaken(long sequence) => sequence <= _taken;

    /// <summary>Begins again with the first event that is kept.</summary>
    public void Rewind()
    {
        _next = 0;
        _turn++;
    }

    /// <summary>
    /// Takes back an event that was not taken, and all after it. A number that was offered is not given out again: the listener may
    /// have acted on it before it failed.
    /// </summary>
    public void Withdraw(long sequence)
    {
        _events.RemoveAll(planeEvent => planeEvent.Sequence >= sequence);
        _last = Math.Max(sequence - 1, _offered);
        if (_offered >= sequence) _turn++;
    }
}
