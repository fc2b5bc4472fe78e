using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Calls.LegState, Orchestrator.Grains.Calls.LegEffect>;

namespace Orchestrator.Grains.Calls;

/// <summary>
/// One leg, pure: no clock, no I/O. Every row is a rule. A leg is over the moment it is decided; what the wire still has to say
/// about it (the 487, an answer that crosses our CANCEL) is the plane's to clean up and changes nothing any more.
/// </summary>
public static class LegMachine
{
    public static Row Step(LegTerms terms, LegState state, LegEvent happened) => (state, happened) switch
    {
        // A caller is there, answered or not.
        (Unborn, CallerStarted e) => Row.To(CallerIsThere(terms, e)).Do(new PlaceCall()).Decide(),

        // A leg's ring timer starts when the leg is created.
        (Unborn, DialOrdered e) => Row.To(new Dialing(In(TimerKind.Ring, e, terms.RingTimeout))).Do(new PlaceCall()).Decide(),

        // A leg that is not wanted any more before it was dialed is never dialed.
        (Unborn, ReleaseOrdered e) => Over(terms, state, e, Endings.Released(e.Cause, bridged: false), e.Cause, dead: true),

        // Ordered again by a connect that was restarted: it is told where the leg stands.
        (Ringing, DialOrdered) => Row.To(state).Do(new TellConnect(LegNews.Ringing)),
        (Confirming, DialOrdered) => Row.To(state).Do(new TellConnect(LegNews.Confirming)),
        (Ready, DialOrdered) => Row.To(state).Do(new TellConnect(LegNews.Ready)),

        (Dialing s, FarEndRang) => Row.To(new Ringing(s.Alarm, EarlyMedia: false)).Say(new LegRang()).Do(new TellConnect(LegNews.Ringing)),
        (Dialing s, FarEndSentMedia) => Row.To(new Ringing(s.Alarm, EarlyMedia: true)).Say(new LegEarlyMedia()).Do(new TellConnect(LegNews.Ringing)),
        (Ringing { EarlyMedia: false } s, FarEndSentMedia) => Row.To(s with { EarlyMedia = true }).Say(new LegEarlyMedia()),

        // A call that we began is answered: its script runs from here.
        (Dialing or Ringing, FarEndAnswered e) when terms.IsCaller =>
            Row.To(new Up(In(TimerKind.MaxDuration, e, terms.CallLimit))).Say(new LegAnswered()).Decide(),

        // The ring timer stops at the answer; confirm_timeout counts from it. A leg that answered asks; it never assumes.
        (Dialing or Ringing, FarEndAnswered e) => AnsweredLeg(terms, e),

        // At `timeout` the leg is cancelled on the wire and ends no_answer.
        (Dialing or Ringing, AlarmRang e) when IsDue(state, e) => Over(terms, state, e, Endings.RingTimeout, ReleaseCause.NoAnswer),

        // confirm passes: the leg asks to be joined. It fails: the leg ends.
        (Confirming, ConfirmEnded { Passed: true } e) =>
            Row.To(new Ready(In(TimerKind.Decision, e, LegTerms.DecisionTimeout)))
                .Say(new LegConfirmed(Passed: true, null)).Do(new TellConnect(LegNews.Ready)).Decide(),
        (Confirming, ConfirmEnded e) => Over(terms, state, e, Endings.NotConfirmed(e.Detail), ReleaseCause.NotConfirmed),
        (Confirming, AlarmRang e) when IsDue(state, e) => Over(terms, state, e, Endings.ConfirmTimeout, ReleaseCause.NotConfirmed),

        // The connect never answered: a leg does not wait for ever.
        (Ready, AlarmRang e) when IsDue(state, e) => Over(terms, state, e, Endings.Undecided, ReleaseCause.EngineError),

        // A queue's leg that was given a caller asks to be joined; it is answered once it is bridged, since until then he may leave. Then
        // the next one is waited for, for what is left of `timeout`.
        (Dialing or Ringing, WaiterGiven e) =>
            Row.To(new Ready(In(TimerKind.Decision, e, LegTerms.DecisionTimeout))).Do(new TellConnect(LegNews.Ready)).Decide(),
        (Ready, WaiterGiven) => Row.To(state).Do(new TellConnect(LegNews.Ready)).Decide(),
        (Ready, WaiterLost e) =>
            Row.To(new Dialing(new Alarm(TimerKind.Ring, e.RingUntil))).Do(new TellConnect(LegNews.Waiting), new PlaceCall()).Decide(),
        (Ready, JoinOrdered e) when terms.FromQueue =>
            Row.To(new Bridged(In(TimerKind.CallLimit, e, e.Limit + LegTerms.BridgeGrace), e.Peer))
                .Say(new LegAnswered(), new LegJoined(e.Peer)).Do(new TellWait()).Decide(),

        // The winner is told that it is bridged. It lives a little longer than max_duration at most, should nobody tell it to end.
        (Ready or Up, JoinOrdered e) =>
            Row.To(new Bridged(In(TimerKind.CallLimit, e, e.Limit + LegTerms.BridgeGrace), e.Peer)).Say(new LegJoined(e.Peer)),

        // The caller is answered once; asked again, he is answered already.
        (Offered s, AnswerOrdered { Limit: { } limit } e) =>
            Row.To(s with { Alarm = In(TimerKind.MaxDuration, e, limit) }).Do(new AnswerCall()).Decide(),
        (Offered, AnswerOrdered) => Row.To(state).Do(new AnswerCall()),
        (Up or Bridged, AnswerOrdered) when terms.IsCaller => Row.To(state).Do(new TellCallersConnect(CallerNews.Answered)),
        (Offered s, FarEndAnswered) => CallerAnswered(s),

        // What runs on the caller ends by its own limits, not by his.
        (Offered or Up or Bridged, OperationBegun e) when terms.IsCaller && state is LiveLeg s =>
            Row.To(s with { Alarm = s.Alarm.NotBefore(e.At + LegTerms.CallerLimit(e.Longest)) }),

        // The bridge: the caller is answered first if he is not (answer_on_bridge).
        (Offered s, BridgeOrdered e) => Row.To(s with { PeerWanted = e.Peer }).Do(new AnswerCall()).Decide(),
        (Up, BridgeOrdered e) => Row.To(state).Do(new JoinMedia(e.Peer)),
        (Bridged s, BridgeOrdered e) when s.Peer == e.Peer => Row.To(state).Do(new TellCallersConnect(CallerNews.Bridged, e.Peer)),
        (Bridged s, BridgeOrdered e) => Row.To(state).Do(new TellCallersConnect(CallerNews.BridgeRefused, e.Peer, "the caller is in another bridge")),
        (Up s, BridgeMade e) =>
            Row.To(new Bridged(s.Alarm, e.Peer)).Say(new LegJoined(e.Peer)).Do(new TellCallersConnect(CallerNews.Bridged, e.Peer)),
        (Up, BridgeRefused e) => Row.To(state).Do(new TellCallersConnect(CallerNews.BridgeRefused, e.Peer, e.Detail)),
        // Joined on the plane after the leg had ended or been joined elsewhere: undone.
        (LegOver or Bridged, BridgeMade e) when (state as Bridged)?.Peer != e.Peer => Row.To(state).Do(new PartMedia(e.Peer)),

        // The connect is over and the caller is still there: he stays up, alone.
        (Bridged s, PartOrdered) => Row.To(new Up(s.Alarm)).Say(new LegParted()).Do(new PartMedia(s.Peer)),
        (Offered s, PartOrdered) => Row.To(s with { PeerWanted = null }),

        // The plane repeats an answer to an owner that was restarted: whoever waits for it is told again.
        (Ready, FarEndAnswered) => Row.To(state).Do(new TellConnect(LegNews.Ready)),

        (Offered or Up or Bridged, DigitCame e) => Row.To(state).Say(new DigitReceived(e.Digit)),
        (Confirming or Ready, DigitCame e) => Row.To(state).Say(new DigitReceived(e.Digit)),
        (LiveLeg, MusicFailed e) => Row.To(state).Say(new PlaybackFailed(e.Problem)).Decide(),

        // Over already. Late wishes are answered with how it ended; the wire's last word makes it dead.
        (LegOver { Dead: false } s, FarEndEnded e) => Row.To(s with { Dead = true }).Say(LastWord(s, e)).Do(new ForgetCall()),
        (LegOver { Dead: true }, FarEndEnded) => Row.To(state).Do(new ForgetCall()),
        // Heard of after its end, be it dead: an order to dial it was on its way when its owner was lost, and came late.
        (LegOver { Dead: true } s, FarEndRang or FarEndSentMedia) =>
            Row.To(state).Do(new LetGo(s.Cause ?? ReleaseCause.ConnectOver, WasAnswered: false)),
        (LegOver s, FarEndAnswered) => Row.To(state).Do(new LetGo(s.Cause ?? ReleaseCause.ConnectOver, WasAnswered: true)),
        (LegOver s, DialOrdered or ReleaseOrdered or JoinOrdered) when !terms.IsCaller => Row.To(state).Do(new TellConnect(LegNews.Ended, s.Ending)),
        (LegOver s, AnswerOrdered or BridgeOrdered) => Row.To(state).Do(Ended(terms, s.Ending, s.Cause)),

        // What ends any leg that is not over: its connect, its script, the API, the far end, the loss of its media, its limit.
        (LiveLeg, HangUpOrdered e) => Over(terms, state, e, Endings.HungUp(e.Reason, IsAnswered(state)), e.Cause),
        (LiveLeg, ReleaseOrdered e) => Over(terms, state, e, Endings.Released(e.Cause, state is Bridged or Up or Offered), e.Cause),
        (LiveLeg, FarEndEnded e) => Over(terms, state, e, Endings.Of(e.Cause, e.WasAnswered || IsAnswered(state)), cause: null, dead: true),
        (LiveLeg, FarEndLostMedia e) => Over(terms, state, e, Endings.MediaLost, ReleaseCause.EngineError),
        (Offered or Up or Bridged, AlarmRang e) when IsDue(state, e) => Over(terms, state, e, Endings.CallLimit, ReleaseCause.MaxDuration),

        // The rest is repeated, late or early: the plane numbers its events and repeats them, callers retry, timers ring a little early.
        _ => Row.To(state),
    };

    /// <summary>
    /// What ought to be carried out in this state, for an owner that was brought back from what is stored. What the leg waits for
    /// from its connect may have come, and not been stored: it is waited for anew. A user's timers stay as they are.
    /// </summary>
    public static Row Restore(LegTerms terms, LegState state, DateTimeOffset at) => state switch
    {
        Unborn => Row.To(state),
        LegOver { Dead: true } s => Row.To(state).Do(new ForgetCall(), Ended(terms, s.Ending, s.Cause)),
        LegOver s => Row.To(state).Do(new LetGo(s.Cause ?? ReleaseCause.ConnectOver, s.WasAnswered), Ended(terms, s.Ending, s.Cause)),
        Confirming => Row.To(state).Do(new PlaceCall(), new StartConfirm()),
        Offered { PeerWanted: not null } => Row.To(state).Do(new PlaceCall(), new AnswerCall()),
        // An order to answer or to bridge may have been taken and not carried out: its connect gives it again.
        Offered or Up when terms.IsCaller => Row.To(state).Do(new PlaceCall(), new TellCallersConnect(CallerNews.Restored)),
        // A queue's leg holds the caller it was given, and may be bridged with him already: it is in no line any more, and takes nobody.
        Ready s => Row.To(s with { Alarm = s.Alarm.NotBefore(at + LegTerms.DecisionTimeout) })
            .Do(terms.FromQueue ? new TellConnect(LegNews.Ready) : new PlaceCall()),
        Bridged when terms.FromQueue => Row.To(state).Do(new TellWait()),
        _ => Row.To(state).Do(new PlaceCall()),
    };

    private static LegState CallerIsThere(LegTerms terms, CallerStarted e)
    {
        var alarm = In(TimerKind.CallLimit, e, terms.CallLimit);
        return e.Answered ? new Up(alarm) : new Offered(alarm, PeerWanted: null);
    }

    private static Row AnsweredLeg(LegTerms terms, FarEndAnswered e) => terms.ConfirmTimeout is { } longest
        ? Row.To(new Confirming(In(TimerKind.Confirm, e, longest)))
            .Say(new LegAnswered(), new LegConfirming((int)longest.TotalSeconds))
            .Do(new StartConfirm(), new TellConnect(LegNews.Confirming)).Decide()
        : Row.To(new Ready(In(TimerKind.Decision, e, LegTerms.DecisionTimeout)))
            .Say(new LegAnswered()).Do(new TellConnect(LegNews.Ready)).Decide();

    private static Row CallerAnswered(Offered s)
    {
        var up = Row.To(new Up(s.Alarm)).Say(new LegAnswered()).Do(new TellCallersConnect(CallerNews.Answered));
        return s.PeerWanted is { } peer ? up.Do(new JoinMedia(peer)) : up;
    }

    private static Row Over(LegTerms terms, LegState state, LegEvent e, LegEnding ending, ReleaseCause? cause, bool dead = false)
    {
        var answered = IsAnswered(state);
        var over = Row.To(new LegOver(ending, e.At, cause, answered, dead));
        if (cause is { } why)
            over = over.Say(new LegReleased(why, answered));
        over = over.Say(new LegEnded(ending.Reason, ending.Fault, ending.SipStatus, ending.Detail));
        if (!dead)
            over = over.Do(new LetGo(cause ?? ReleaseCause.ConnectOver, answered));
        else if (state is not Unborn)
            over = over.Do(new ForgetCall());
        return over.Do(Ended(terms, ending, cause)).Decide();
    }

    private static LegEffect Ended(LegTerms terms, LegEnding ending, ReleaseCause? cause) =>
        terms.IsCaller ? new TellCallersConnect(CallerNews.Ended, Ending: ending, Cause: cause) : new TellConnect(LegNews.Ended, ending);

    private static LegDead LastWord(LegOver s, FarEndEnded e) => new(
        e.Cause.Kind switch
        {
            EndKind.CancelConfirmed => "our CANCEL was confirmed",
            EndKind.AnswerCrossedCancel => "its answer crossed our CANCEL and was hung up at once",
            EndKind.CancelUnconfirmed => "our CANCEL was never confirmed",
            EndKind.LocalHangUp => "our BYE was confirmed",
            EndKind.RemoteHangUp => "the far end hung up at the same time",
            EndKind.PlaneLost => "its node is gone",
            _ => "the far end refused",
        },
        e.Cause.SipStatus,
        Math.Max(0, (e.At - s.At).TotalMilliseconds));

    private static bool IsAnswered(LegState state) => state is Confirming or Ready or Up or Bridged;

    private static bool IsDue(LegState state, AlarmRang e) => state.Pending is { } alarm && e.At >= alarm.Due;

    private static Alarm In(TimerKind kind, LegEvent e, TimeSpan time) => new(kind, e.At + time);
}
