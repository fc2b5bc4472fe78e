using Orchestrator.Grains.Calls;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>A leg as the phone network has it.</summary>
internal sealed class WireLeg(string name)
{
    public string Name { get; } = name;
    public bool IsKnown { get; set; }
    public bool IsAnswered { get; set; }
    public bool IsLeaving { get; set; }
    public bool IsOver { get; set; }
    public bool IsForgotten { get; set; }
    public bool RaisedAnswer { get; set; }
    public WireLeg? Peer { get; set; }

    /// <summary>Every event so far, for the owner who asks again.</summary>
    public List<(string Says, Func<DateTimeOffset, LegEvent> Event)> Log { get; } = [];

    /// <summary>Events that the owner has not taken yet.</summary>
    public Queue<(string Says, Func<DateTimeOffset, LegEvent> Event)> Pending { get; } = new();

    public bool IsUp => IsKnown && IsAnswered && !IsOver;
}

/// <summary>The port's contract, as the machines may rely on it: commands are idempotent by leg, events come in order and are offered until taken.</summary>
internal sealed class ModelPlane(Scenario scenario, Agenda agenda, Action<string, Func<DateTimeOffset, LegEvent>> reply)
{
    private const int WireDelay = 40;
    private const int CancelGivenUpAfter = 32_000;
    private readonly Dictionary<string, WireLeg> _legs = [];
    private readonly HashSet<string> _scriptsStarted = [];

    public IEnumerable<WireLeg> Legs => _legs.Values;

    public WireLeg Leg(string name) => _legs.TryGetValue(name, out var leg) ? leg : _legs[name] = new WireLeg(name);

    /// <summary>Carries a command out.</summary>
    public void Execute(string name, LegEffect command)
    {
        var leg = Leg(name);
        switch (command)
        {
            case PlaceCall when leg.IsForgotten:
                throw new BrokenPromiseException($"{name} is dialed again after it was dead");
            case PlaceCall when leg.IsKnown:
                foreach (var said in leg.Log)
                    leg.Pending.Enqueue(said);
                break;
            case PlaceCall when name == "A":
                BringUp(leg);
                break;
            case PlaceCall:
                DialFarEnd(leg, scenario.Legs[NumberOf(name) - 1]);
                break;
            case AnswerCall when leg is { IsKnown: true, IsAnswered: false, IsOver: false, IsLeaving: false }:
                Answer(leg);
                break;
            case LetGo:
                End(leg);
                break;
            case JoinMedia join:
                Join(leg, Leg(join.Peer));
                break;
            case PartMedia part when leg.Peer?.Name == part.Peer:
                Part(leg);
                break;
            case ForgetCall:
                Forget(leg);
                break;
            case StartConfirm when _scriptsStarted.Add(name) && scenario.Legs[NumberOf(name) - 1].Confirm is { EndsAfter: { } after } script:
                agenda.In(after, () => reply(name, at => new ConfirmEnded(at, script.Passes, script.Passes ? null : "rejected")));
                break;
            default:
                break;
        }
    }

    private static int NumberOf(string name) => int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);

    private void BringUp(WireLeg caller)
    {
        caller.IsKnown = true;
        caller.IsAnswered = scenario.CallerAnswered;
        if (scenario.CallerHangsUpAt is { } at)
            agenda.In(at, () => Over(caller, new EndCause(EndKind.RemoteHangUp)));
    }

    private void DialFarEnd(WireLeg leg, LegScript script)
    {
        leg.IsKnown = true;
        WhileItRings(script.RingsAfter, () => Raise(leg, "rings", at => new FarEndRang(at)));
        WhileItRings(script.MediaAfter, () => Raise(leg, "early media", at => new FarEndSentMedia(at)));
        WhileItRings(script.After, () =>
        {
            switch (script.Does)
            {
                case FarEndDoes.Answer:
                    Answer(leg);
                    WhileItTalks(script.HangsUpAfter, () => Over(leg, new EndCause(EndKind.RemoteHangUp)));
                    WhileItTalks(script.LosesMediaAfter, () => Raise(leg, "loses media", at => new FarEndLostMedia(at)));
                    break;
                case FarEndDoes.Reject:
                    Over(leg, new EndCause(EndKind.Rejected, script.Status));
                    break;
                case FarEndDoes.NoRoute:
                    Over(leg, new EndCause(EndKind.NoRoute));
                    break;
                case FarEndDoes.LoseItsNode:
                    Over(leg, new EndCause(EndKind.PlaneLost));
                    break;
                default:
                    break;
            }
        });

        void WhileItRings(int? after, Action action) => Later(after, () => !leg.IsAnswered, action);
        void WhileItTalks(int? after, Action action) => Later(after, () => true, action);
        void Later(int? after, Func<bool> still, Action action)
        {
            if (after is { } delay)
            {
                agenda.In(delay, () =>
                {
                    if (still() && !leg.IsOver && !leg.IsLeaving)
                        action();
                });
            }
        }
    }

    private static void Answer(WireLeg leg)
    {
        leg.IsAnswered = true;
        leg.RaisedAnswer = true;
        Raise(leg, "answers", at => new FarEndAnswered(at));
    }

    /// <summary>Of a leg that is over already the end is told again; of one that was never here, that there is none.</summary>
    private void End(WireLeg leg)
    {
        if (!leg.IsKnown || leg.IsForgotten)
            leg.Pending.Enqueue(("is unknown", at => new FarEndEnded(at, new EndCause(EndKind.PlaneLost))));
        else if (leg.IsOver)
            leg.Pending.Enqueue(leg.Log[^1]);
        else if (!leg.IsLeaving)
            Leave(leg);
    }

    private void Leave(WireLeg leg)
    {
        leg.IsLeaving = true;
        var onCancel = leg.Name == "A" ? OnCancel.Confirms : scenario.Legs[NumberOf(leg.Name) - 1].OnCancel;
        var (delay, cause) = (leg.IsAnswered, onCancel) switch
        {
            (true, _) => (WireDelay, new EndCause(EndKind.LocalHangUp)),
            (_, OnCancel.AnswerCrosses) => (WireDelay, new EndCause(EndKind.AnswerCrossedCancel)),
            (_, OnCancel.Silence) => (CancelGivenUpAfter, new EndCause(EndKind.CancelUnconfirmed)),
            _ => (WireDelay, new EndCause(EndKind.CancelConfirmed, 487)),
        };
        agenda.In(delay, () => Over(leg, cause));
    }

    private void Join(WireLeg leg, WireLeg peer)
    {
        if (leg.Peer is not null && leg.Peer != peer)
            throw new BrokenPromiseException($"{leg.Name} is bridged with {leg.Peer.Name} and is to be bridged with {peer.Name} too");
        var refused = !leg.IsUp || leg.IsLeaving || !peer.IsUp || peer.IsLeaving;
        if (!refused)
            (leg.Peer, peer.Peer) = (peer, leg);
        reply(leg.Name, refused
            ? at => new BridgeRefused(at, peer.Name, "the peer is not up")
            : at => new BridgeMade(at, peer.Name));
    }

    private static void Part(WireLeg leg)
    {
        if (leg.Peer is { } peer)
            peer.Peer = null;
        leg.Peer = null;
    }

    private static void Forget(WireLeg leg)
    {
        if (leg is { IsKnown: true, IsOver: false })
            throw new BrokenPromiseException($"{leg.Name} is forgotten while it is up");
        leg.IsForgotten = true;
        leg.Pending.Clear();
    }

    private static void Over(WireLeg leg, EndCause cause)
    {
        if (leg.IsOver)
            return;
        leg.IsOver = true;
        Part(leg);
        Raise(leg, $"ends, {cause.Kind} {cause.SipStatus}", at => new FarEndEnded(at, cause));
    }

    private static void Raise(WireLeg leg, string says, Func<DateTimeOffset, LegEvent> what)
    {
        leg.Log.Add((says, what));
        leg.Pending.Enqueue((says, what));
    }
}

/// <summary>What is to happen when, on a clock that only the scheduler moves.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (DateTimeOffset, int)> _entries = new();
    private int _order;

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset? Next => _entries.TryPeek(out _, out var due) ? due.Item1 : null;

    public void In(int milliseconds, Action action) => _entries.Enqueue(action, (Now.AddMilliseconds(milliseconds), _order++));

    public void MoveTo(DateTimeOffset now)
    {
        Now = now > Now ? now : Now;
        while (_entries.TryPeek(out var action, out var due) && due.Item1 <= Now)
        {
            _entries.Dequeue();
            action();
        }
    }
}

/// <summary>A promise of the service does not hold in a world.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
