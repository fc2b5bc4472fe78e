using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Queues;

namespace Orchestrator.Grains.Tests.Queues;

/// <summary>
/// The queue's machine and the machines of all who wait, with messages that take their time: those of one pair keep their order, all others
/// overtake each other as the course has it. A leg is played by the world: it takes whom it is given, and says so.
/// </summary>
internal sealed class QueueWorld
{
    private static readonly TimeSpan WaitTime = TimeSpan.FromHours(1);

    private readonly Dictionary<string, WaitState> _waits = [];
    private readonly List<string> _entered = [];
    private readonly List<string> _came = [];
    private readonly HashSet<string> _gone = [];
    private readonly Dictionary<string, Queue<Action>> _lanes = [];
    private DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private int _number;

    public QueueState State { get; private set; } = QueueState.Empty;

    public List<(string Wait, string Leg)> Bridges { get; } = [];

    /// <summary>Leases that passed over somebody who was free and had come earlier.</summary>
    public List<string> Overtaken { get; } = [];

    /// <summary>Those in the line who are still to be had, in the order in which the queue took them in.</summary>
    public IReadOnlyList<string> Waiting => [.. _entered.Where(wait => !IsBridged(wait) && _waits[wait] is not WaitOver)];

    public IReadOnlyList<string> Taking => [.. _came.Where(leg => !_gone.Contains(leg) && !Bridges.Any(bridge => bridge.Leg == leg))];

    public void Move(int what, int whom)
    {
        _now += TimeSpan.FromSeconds(1);
        switch (what)
        {
            case 0 or 1:
                var wait = $"w{++_number}";
                _waits[wait] = new NotBegun();
                Wait(wait, new WaitBegun(_now));
                break;
            case 2 or 3:
                var leg = $"t{++_number}";
                Send($"{leg}>queue", () => Queue(new TakerCame(_now, leg), () => _came.Add(leg)));
                break;
            case 4 when _waits.Count > 0:
                Wait(_waits.Keys.ElementAt(whom % _waits.Count), new WaiterEnded(_now, new LegEnding(EndReason.Hangup, Fault.None, null, null)));
                break;
            case 5 when Taking.Count > 0:
                Die(Taking[whom % Taking.Count]);
                break;
            default:
                Deliver(whom);
                break;
        }
    }

    /// <summary>Everything under way arrives.</summary>
    public void Settle()
    {
        for (var round = 0; _lanes.Values.Any(lane => lane.Count > 0); round++)
        {
            Assert.True(round < 10_000, "the queue does not come to rest");
            Deliver(round);
        }
    }

    private void Deliver(int which)
    {
        var lanes = _lanes.Values.Where(lane => lane.Count > 0).ToList();
        if (lanes.Count > 0)
            lanes[which % lanes.Count].Dequeue()();
    }

    private void Send(string lane, Action message)
    {
        if (!_lanes.TryGetValue(lane, out var waiting))
            _lanes.Add(lane, waiting = new());
        waiting.Enqueue(message);
    }

    private void Die(string leg)
    {
        _gone.Add(leg);
        Send($"{leg}>queue", () => Queue(new TakerWent(_now, leg)));
        foreach (var wait in _waits.Where(wait => wait.Value is Taken taken && taken.LegId == leg).Select(wait => wait.Key).ToList())
            Send($"{leg}>{wait}", () => Wait(wait, new TakerLost(_now, leg)));
    }

    private void Queue(QueueEvent happened, Action? then = null)
    {
        var before = State;
        var row = QueueMachine.Step(State, happened);
        State = row.State;
        then?.Invoke();
        Overtaken.AddRange(State.Waiters
            .Where(waiter => waiter.LeasedTo is not null && before.Waiters.FirstOrDefault(was => was.WaitId == waiter.WaitId)?.LeasedTo != waiter.LeasedTo)
            .Where(waiter => State.Waiters.TakeWhile(other => other != waiter).Any(other => other.LeasedTo is null)
                || State.Takers.TakeWhile(taker => taker.LegId != waiter.LeasedTo).Any(taker => State.LeasedTo(taker.LegId) is null))
            .Select(waiter => $"{waiter.WaitId} to {waiter.LeasedTo}"));
        foreach (var effect in row.Effects)
        {
            var (wait, leg) = effect is OfferWaiter offer ? (offer.WaitId, offer.LegId) : (((ReclaimWaiter)effect).WaitId, ((ReclaimWaiter)effect).LegId);
            var position = State.PositionOf(wait);
            Send($"queue>{wait}", () =>
            {
                if (!State.Waiters.Any(waiter => waiter.WaitId == wait && waiter.LeasedTo == leg))
                    return;
                if (effect is OfferWaiter && _waits[wait] is Entering)
                    Wait(wait, new LineAnswered(_now, new QueuePlace(position, 1, 0)));
                Wait(wait, effect is OfferWaiter ? new WaiterTaken(_now, leg) : new TakerLost(_now, leg));
                if (!WaitMachine.IsToBeHad(_waits[wait]))
                    Queue(new WaiterWent(_now, wait, Bridged: false));
            });
        }
    }

    private void Wait(string wait, WaitEvent happened)
    {
        var row = WaitMachine.Step(WaitTime, _waits[wait], happened);
        _waits[wait] = row.State;
        foreach (var effect in row.Effects)
        {
            switch (effect)
            {
                case EnterLine:
                    Send($"{wait}>queue", () => Queue(new WaiterEntered(_now, wait, wait, ""), () =>
                    {
                        _entered.Add(wait);
                        var place = new QueuePlace(State.PositionOf(wait), State.Waiters.Length, 0);
                        Send($"queue>{wait} answer", () => Wait(wait, new LineAnswered(_now, place)));
                    }));
                    break;
                case LeaveLine e:
                    Send($"{wait}>queue", () => Queue(new WaiterWent(_now, wait, e.Bridged), () =>
                        Send($"queue>{wait} answer", () => Wait(wait, new LineLeft(_now, new QueuePlace(0, 0, 0))))));
                    break;
                case GiveBack e:
                    Send($"{wait}>queue", () => Queue(new WaiterGivenBack(_now, wait, e.LegId)));
                    break;
                case TellTaker e:
                    Send($"{wait}>{e.LegId}", () => Taken(wait, e.LegId));
                    break;
            }
        }
    }

    /// <summary>The leg is given this caller: the two are bridged at once, if both are there.</summary>
    private void Taken(string wait, string leg)
    {
        if (_gone.Contains(leg))
        {
            Wait(wait, new TakerLost(_now, leg));
            return;
        }

        if (_waits[wait] is not Taken taken || taken.LegId != leg || Bridges.Any(bridge => bridge.Leg == leg))
            return;
        Bridges.Add((wait, leg));
        Wait(wait, new TakerBridged(_now, leg));
    }

    private bool IsBridged(string wait) => Bridges.Any(bridge => bridge.Wait == wait);
}
