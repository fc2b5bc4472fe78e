using System.Collections.Immutable;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Connects.ConnectState, Orchestrator.Grains.Connects.ConnectEffect>;

namespace Orchestrator.Grains.Connects;

/// <summary>
/// One connect operation, pure: no clock, no I/O; the only arbiter of who won. Every row is a rule. Once it is over, every leg
/// of it is over or has been told to end.
/// </summary>
public static class ConnectMachine
{
    public static Row Step(ConnectTerms terms, ConnectState state, ConnectEvent happened)
    {
        var row = Decision(terms, state, happened);
        // Ringback: from the first dialing to the bridge or the end, without a gap between two groups.
        return (terms.HasRingback, state is Hunting, row.State is Hunting) switch
        {
            (true, false, true) => row.Do(new StartRingback()),
            (true, true, false) => row with { Effects = [new StopRingback(), .. row.Effects] },
            _ => row,
        };
    }

    private static Row Decision(ConnectTerms terms, ConnectState state, ConnectEvent happened) => (state, happened) switch
    {
        // If answer_on_bridge is false and the caller is not answered, he is answered first.
        (NotAccepted, Accepted { CallerAnswered: false } e) when !terms.AnswerOnBridge =>
            Row.To(new AnsweringCaller(state.Legs, In(TimerKind.CallerAnswer, e, ConnectTerms.CallerTimeout)))
                .Say(Acceptance(terms, state)).Do(new AnswerCaller()).Decide(),
        (NotAccepted, Accepted e) => StartGroup(terms, state.Legs, group: 1, e).With(Acceptance(terms, state)).Decide(),
        (AnsweringCaller, CallerWasAnswered e) => StartGroup(terms, state.Legs, group: 1, e),

        (Hunting s, LegRinging e) => Row.To(s.Track(e.Leg, LegStanding.Ringing)),
        // While one leg runs its confirm script, the others go on ringing.
        (Hunting s, LegConfirms e) => Row.To(s.Track(e.Leg, LegStanding.Confirming)),

        // The first leg to answer, and to pass its confirm, wins. From then on no other can; the losers are cancelled.
        (Hunting s, LegAsks e) when s.Leg(e.Leg).IsOpen => Won(s, e),

        // The next group starts as soon as the last leg of the present one has ended.
        (Hunting s, LegIsOver e) => GroupGoesOn(terms, s with { Legs = s.Over(e.Leg, e.Ending) }, e),

        // Every leg's own timers are long past: what is still open is lost.
        (Hunting s, AlarmRang e) when IsDue(s, e) => GroupIsLost(terms, s, e),

        // Connected once the caller and the winner are bridged; max_duration counts from here.
        (Bridging s, CallerBridged e) when IsWinner(s, e.Leg, e.WaitId) =>
            Row.To(new Connected(s.Legs, s.Winner, e.At, In(TimerKind.MaxDuration, e, terms.MaxDuration)))
                .Say(new ConnectBridged(s.Winner)).Do(new JoinLeg(s.Winner)).Decide(),

        // The winner is lost before it was bridged: no other leg can win any more.
        (Bridging s, LegIsOver e) when e.Leg == s.Winner =>
            WinnerLost(s with { Legs = s.Over(e.Leg, e.Ending) }),
        (Bridging s, CallerNotBridged e) when IsWinner(s, e.Leg, e.WaitId) => NotBridged(s, e.Detail ?? "the bridge was refused"),
        (Bridging s, AlarmRang e) when IsDue(s, e) => NotBridged(s, "the bridge was not made in time"),

        // The winner came out of a queue, and its caller has gone before he was bridged: it brings the next one, or waits for him.
        (Bridging s, LegAsks e) when e.Leg == s.Winner && (s.AwaitsWaiter || e.Waiter != s.Leg(e.Leg).Waiter) => Row.To(s.Standing(e.Leg, e.Waiter) with
        {
            Alarm = In(TimerKind.Bridging, e, ConnectTerms.CallerTimeout),
            AwaitsWaiter = false,
        }).Do(new BridgeCaller(e.Leg)).Decide(),
        (Bridging s, LegWaits e) when e.Leg == s.Winner => Row.To(s with
        {
            Alarm = In(TimerKind.GroupBackstop, e, terms.LongestOfGroup[s.Leg(e.Leg).Group - 1] + ConnectTerms.GroupGrace),
            AwaitsWaiter = true,
        }).Do(new PartCaller(e.Leg)).Decide(),
        // Bridged, and gone before the winner had heard of it: that is the end of the bridge.
        (Connected s, LegAsks e) when e.Leg == s.Winner && e.Waiter != s.Leg(e.Leg).Waiter => Disconnected(s, e, BridgeEnd.Callee, cause: null),
        (Connected s, LegWaits e) when e.Leg == s.Winner => Disconnected(s, e, BridgeEnd.Callee, cause: null),

        // The bridge ends by the callee, the caller, max_duration, the API, or the loss of a node.
        (Connected s, LegIsOver e) when e.Leg == s.Winner => Disconnected(
            s with { Legs = s.Over(e.Leg, e.Ending) }, e, e.Ending.Reason == EndReason.Error ? BridgeEnd.Error : BridgeEnd.Callee, cause: null),
        (Connected s, CallerLeft e) => Disconnected(s, e, EndedBy(e), e.Cause is ReleaseCause.MaxDuration ? ReleaseCause.MaxDuration : ReleaseCause.CallerHungUp),
        (Connected s, AlarmRang e) when IsDue(s, e) => Disconnected(s, e, BridgeEnd.MaxDuration, ReleaseCause.MaxDuration),
        (Connected s, EndOrdered e) => Disconnected(s, e, BridgeEnd.ApiRequest, ReleaseCause.ConnectOver),

        // The caller hangs up while connecting, or the API cancels: every leg is cancelled, the operation ends failed / cancel.
        (AnsweringCaller or Hunting or Bridging, CallerLeft { LostBy: null } e) =>
            GivenUp(state, ReleaseCause.CallerGone, FailedReason.Cancel, HowHeWent(e)),
        // What takes the caller away is not his doing: his node is gone, his media, his leg's time.
        (AnsweringCaller or Hunting or Bridging, CallerLeft e) =>
            GivenUp(state, ReleaseCause.CallerGone, FailedReason.Error, "the caller's leg was lost", e.LostBy),
        (AnsweringCaller or Hunting or Bridging, EndOrdered) => GivenUp(state, ReleaseCause.ApiRequest, FailedReason.Cancel, "the API cancelled it"),
        (AnsweringCaller, AlarmRang e) when IsDue(state, e) =>
            GivenUp(state, ReleaseCause.EngineError, FailedReason.Error, "the caller could not be answered"),

        // A leg that asks too late is told to end, and is told again however often it asks.
        (Hunting or Bridging or Connected or ConnectOver, LegAsks e) when !Holds(state, e.Leg) =>
            Row.To(state).Say(new LateAnswerRefused(e.Leg)).Do(new ReleaseLeg(e.Leg, state.Leg(e.Leg).Released ?? ReleaseCause.LostRace)),
        // The winner asks again: it has not heard the answer.
        (Connected s, LegAsks e) => Row.To(state).Do(new JoinLeg(e.Leg)),
        (Bridging, LegAsks e) => Row.To(state).Do(new BridgeCaller(e.Leg)),
        // The caller's leg was restarted: it may have lost its orders.
        (AnsweringCaller, CallerRestored) => Row.To(state).Do(new AnswerCaller()),
        (Bridging s, CallerRestored) => Row.To(state).Do(ForCaller(s)),

        // A leg that was given up says that it is over: nothing more is owed to it.
        (not (NotAccepted or AnsweringCaller), LegIsOver e) => Row.To(state with { Legs = state.Over(e.Leg, e.Ending) }),
        // Bridged too late.
        (ConnectOver, CallerBridged) => Row.To(state).Do(new FreeCaller()),

        // The rest is repeated, late or early: legs and the caller repeat what they said until it is taken, timers ring a little early.
        _ => Row.To(state),
    };

    /// <summary>
    /// What ought to be carried out in this state, for an owner that was brought back from what is stored. What was waited for may have
    /// come, and not been stored: the legs and the caller are asked again, and are given time to answer. max_duration stays as it is.
    /// </summary>
    public static Row Restore(ConnectState state, DateTimeOffset at)
    {
        state = state switch
        {
            // The first group may have been begun, and not stored: whoever gives up now gives it up, too.
            AnsweringCaller s => s with { Legs = s.Legs.Called(group: 1), Alarm = s.Alarm.NotBefore(at + ConnectTerms.CallerTimeout) },
            Hunting s => s with { Alarm = s.Alarm.NotBefore(at + ConnectTerms.GroupGrace) },
            Bridging s => s with { Alarm = s.Alarm.NotBefore(at + ConnectTerms.CallerTimeout) },
            _ => state,
        };
        var owed = state.Legs.Where(leg => leg is { Released: not null, Told: false })
            .Select(leg => (ConnectEffect)new ReleaseLeg(leg.Number, leg.Released!.Value));
        ConnectEffect[] due = state switch
        {
            AnsweringCaller => [new AnswerCaller()],
            Hunting => [.. state.Legs.Where(leg => leg.IsOpen).Select(leg => new DialLeg(leg.Number))],
            Bridging s => [ForCaller(s)],
            Connected s => [new BridgeCaller(s.Winner), new JoinLeg(s.Winner)],
            ConnectOver => [new FreeCaller()],
            _ => [],
        };
        return Row.To(state).Do([.. due, .. owed]);
    }

    private static Row StartGroup(ConnectTerms terms, ImmutableArray<LegTrack> legs, int group, ConnectEvent e)
    {
        var dialed = legs.Called(group);
        var chosen = dialed.Where(leg => leg.Group == group).ToList();
        var started = Row.To(new Hunting(dialed, group, In(TimerKind.GroupBackstop, e, terms.LongestOfGroup[group - 1] + ConnectTerms.GroupGrace)))
            .Say(new GroupStarted(group, terms.Groups, chosen.Count))
            .Do([.. chosen.Select(leg => (ConnectEffect)new DialLeg(leg.Number, IsFirst: true))]);
        // The first group follows from the acceptance; that a later one was begun must be known when its legs answer.
        return group > 1 ? started.Decide() : started;
    }

    private static Row GroupGoesOn(ConnectTerms terms, Hunting s, ConnectEvent e)
    {
        if (s.Legs.Any(leg => leg.IsOpen))
            return Row.To(s);
        return s.Group < terms.Groups ? StartGroup(terms, s.Legs, s.Group + 1, e) : Failed(s, FailedReasons.BestOf(s.Legs), detail: null);
    }

    private static Row GroupIsLost(ConnectTerms terms, Hunting s, ConnectEvent e)
    {
        var (legs, releases) = s.ReleaseOpen(ReleaseCause.EngineError);
        var next = GroupGoesOn(terms, s with { Legs = legs }, e);
        return next with { Effects = [.. releases, .. next.Effects] };
    }

    private static Row Won(Hunting s, LegAsks e)
    {
        var winner = s.Track(e.Leg, LegStanding.Won).Standing(e.Leg, e.Waiter);
        var (legs, releases) = winner.ReleaseOpen(ReleaseCause.LostRace, except: e.Leg);
        return Row.To(new Bridging(legs, e.Leg, In(TimerKind.Bridging, e, ConnectTerms.CallerTimeout)))
            .Say(new LegWon(e.Leg)).Do(new BridgeCaller(e.Leg)).Do([.. releases]).Decide();
    }

    private static Row Disconnected(Connected s, ConnectEvent e, BridgeEnd by, ReleaseCause? cause)
    {
        var (legs, releases) = s.ReleaseOpen(cause ?? ReleaseCause.ConnectOver);
        return Row.To(new ConnectOver(legs, Reason: null, s.Winner))
            .Say(new ConnectDisconnected(by, Math.Max(0, (e.At - s.Since).TotalSeconds)))
            .Do([.. releases]).Do(new FreeCaller()).Decide();
    }

    private static Row GivenUp(ConnectState state, ReleaseCause cause, FailedReason reason, string detail, Fault? fault = null)
    {
        var (legs, releases) = state.ReleaseOpen(cause);
        var over = Failed(state with { Legs = legs }, reason, detail, fault);
        return over with { Effects = [.. releases, .. over.Effects] };
    }

    private static Row WinnerLost(Bridging s) => Failed(s, FailedReasons.BestOf(s.Legs), "the winner left before it was bridged");

    private static Row NotBridged(Bridging s, string detail) => GivenUp(s, ReleaseCause.EngineError, FailedReason.Error, detail);

    private static Row Failed(ConnectState state, FailedReason reason, string? detail, Fault? fault = null)
    {
        var whose = fault ?? FailedReasons.FaultOf(reason, state.Legs);
        return Row.To(new ConnectOver(state.Legs, reason, Winner: null, whose))
            .Say(new ConnectFailed(reason, whose, detail)).Do(new FreeCaller()).Decide();
    }

    private static BridgeEnd EndedBy(CallerLeft e) => e switch
    {
        { LostBy: not null } => BridgeEnd.Error,
        { Cause: ReleaseCause.MaxDuration } => BridgeEnd.MaxDuration,
        { Cause: ReleaseCause.ApiRequest } => BridgeEnd.ApiRequest,
        _ => BridgeEnd.Caller,
    };

    private static string HowHeWent(CallerLeft e) => e.Cause switch
    {
        ReleaseCause.MaxDuration => "the caller's time was up",
        ReleaseCause.ApiRequest => "the API ended the caller's call",
        _ => "the caller hung up",
    };

    private static ConnectAccepted Acceptance(ConnectTerms terms, ConnectState state) => new(
        [.. state.Legs.GroupBy(leg => leg.Group).OrderBy(group => group.Key).Select(group => group.Count())],
        (int)terms.MaxDuration.TotalSeconds,
        terms.AnswerOnBridge);

    /// <summary>And it stands for the caller for whom it stands now: what came of the one before may be told late.</summary>
    private static bool IsWinner(Bridging s, int leg, string? waitId) => leg == s.Winner && !s.AwaitsWaiter && waitId == s.Leg(leg).Waiter?.WaitId;

    private static ConnectEffect ForCaller(Bridging s) => s.AwaitsWaiter ? new PartCaller(s.Winner) : new BridgeCaller(s.Winner);

    private static bool Holds(ConnectState state, int leg) => state switch
    {
        Bridging s => s.Winner == leg,
        Connected s => s.Winner == leg,
        _ => false,
    };

    private static bool IsDue(ConnectState state, AlarmRang e) => state.Pending is { } alarm && e.At >= alarm.Due;

    private static Alarm In(TimerKind kind, ConnectEvent e, TimeSpan time) => new(kind, e.At + time);

    private static Row With(this Row row, TimelineEvent first) => row with { Facts = [first, .. row.Facts] };
}
