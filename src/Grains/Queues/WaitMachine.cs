using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Queues.WaitState, Orchestrator.Grains.Queues.WaitEffect>;

namespace Orchestrator.Grains.Queues;

/// <summary>
/// One call's waiting in a queue, pure: no clock, no I/O; the only arbiter of whether its caller is still to be had. The queue says whose
/// turn it is; this says whether he takes it.
/// </summary>
public static class WaitMachine
{
    /// <summary>How long the queue may take to let somebody in.</summary>
    public static readonly TimeSpan EntryTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a taker may take to be bridged: longer than a leg waits for its connect's word, so that it speaks first.</summary>
    public static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(90);

    public static Row Step(TimeSpan waitTime, WaitState state, WaitEvent happened) => (state, happened) switch
    {
        (NotBegun, WaitBegun e) => Row.To(new Entering(In(TimerKind.QueueEntry, e.At, EntryTimeout))).Do(new EnterLine()).Decide(),

        (Entering, LineAnswered { Place.Position: 0 } e) => Over(QueueResult.Failed, e.At, e, lineKnows: true),
        (Entering, LineAnswered e) => Row.To(new Waiting(e.At, e.Place, 1, In(TimerKind.QueueWait, e.At, waitTime)))
            .Say(new WaitEntered(e.At, e.Place.Position, e.Place.Size, e.Place.AverageSeconds)).Do(new StartMusic(1), new TellEntered(e.Place)).Decide(),
        (Entering, WaitAlarmRang e) when IsDue(state, e) => Over(QueueResult.Failed, e.At, e),

        // Whoever is first in the line goes to whoever is first among those who take.
        (Waiting s, WaiterTaken e) => Row.To(new Taken(s.Since, s.Entry, s.Round, s.Alarm.Due, e.LegId, In(TimerKind.QueueLease, e.At, LeaseTimeout)))
            .Say(new WaitTaken()).Do(new StopMusic(s.Round), new TellTaker(e.LegId)).Decide(),
        (Taken s, WaiterTaken e) when e.LegId == s.LegId => Row.To(state).Do(new TellTaker(e.LegId)),

        // A taker who dies gives the waiter back; he stands where he stood, unless his time is up.
        (Taken s, TakerLost e) when e.LegId == s.LegId => GivenBack(s, e),
        // He may be there after all, and hears that this caller is not his any more.
        (Taken s, WaitAlarmRang e) when IsDue(state, e) => Leave(GivenBack(s, e), s.LegId, ending: null),
        (Waiting, TakerLost e) => Row.To(state).Do(new GiveBack(e.LegId)),

        // wait_time: he goes. While somebody takes him it does not count.
        (Waiting s, WaitAlarmRang e) when IsDue(state, e) => Over(QueueResult.Timeout, s.Since, e).Do(new StopMusic(s.Round)),

        (Taken s, TakerBridged e) when e.LegId == s.LegId =>
            Row.To(new InBridge(s.Since, e.At, s.LegId, LineKnows: false)).Do(new LeaveLine(Bridged: true)).Decide(),
        (InBridge { LineKnows: false } s, LineLeft e) =>
            Row.To(s with { LineKnows = true }).Say(new WaitDequeued(s.Since, s.At, e.Place.Size, e.Place.AverageSeconds)),

        // The bridge ends by the taker's side, by his own, or by order.
        (InBridge s, TakerLost e) when e.LegId == s.LegId => BridgeOver(s, e).Do(new PartFromTaker(s.LegId)),
        (InBridge s, WaiterEnded e) => Leave(BridgeOver(s, e), s.LegId, e.Ending),
        (InBridge s, LeaveOrdered e) => Leave(BridgeOver(s, e).Do(new PartFromTaker(s.LegId)), s.LegId, ending: null),

        // He hangs up, or is taken out of the line: whoever takes him at that very moment gets the next one.
        (Entering, WaiterEnded e) => Over(QueueResult.Hangup, e.At, e),
        (Waiting s, WaiterEnded e) => Over(QueueResult.Hangup, s.Since, e),
        (Taken s, WaiterEnded e) => Leave(Over(QueueResult.Hangup, s.Since, e), s.LegId, e.Ending),
        (Entering, LeaveOrdered e) => Over(QueueResult.Leaving, e.At, e),
        (Waiting s, LeaveOrdered e) => Over(QueueResult.Leaving, s.Since, e).Do(new StopMusic(s.Round)),
        (Taken s, LeaveOrdered e) => Leave(Over(QueueResult.Leaving, s.Since, e).Do(new PartFromTaker(s.LegId)), s.LegId, ending: null),

        (WaitOver { LineKnows: false } s, LineLeft e) => Row.To(s with { LineKnows = true }).Say(Left(s, e.Place)),

        // A taker who took too long: he is not bridged with this caller.
        (InBridge s, TakerBridged e) when e.LegId == s.LegId => Row.To(state),
        (_, TakerBridged e) => Row.To(state).Do(new LeaveTaker(e.LegId, null)),

        // The rest is repeated, late, or of a taker of before.
        _ => Row.To(state),
    };

    /// <summary>Whether the caller may be leased at all.</summary>
    public static bool IsToBeHad(WaitState state) => state is Entering or Waiting or Taken;

    /// <summary>What ought to be carried out in this state, for an owner that was brought back from what is stored.</summary>
    public static Row Restore(WaitState state, DateTimeOffset at) => state switch
    {
        Entering s => Row.To(s with { Alarm = s.Alarm.NotBefore(at + EntryTimeout) }).Do(new EnterLine()),
        // He who is in the line already stays where he is; the queue may have lost him with its last second.
        Waiting s => Row.To(state).Do(new EnterLine(), new StartMusic(s.Round), new TellEntered(s.Entry)),
        Taken s => Row.To(s with { Alarm = s.Alarm.NotBefore(at + LeaseTimeout) }).Do(new StopMusic(s.Round), new TellTaker(s.LegId)),
        InBridge { LineKnows: false } => Row.To(state).Do(new LeaveLine(Bridged: true)),
        WaitOver s => Row.To(state).Do(
        [
            .. s.LineKnows ? [] : (WaitEffect[])[new LeaveLine(Bridged: s.BridgedAt is not null)],
            new FreeWaiter(),
            .. s.LeftTaker is { } legId ? (WaitEffect[])[new LeaveTaker(legId, s.Ending)] : [],
        ]),
        _ => Row.To(state),
    };

    private static Row GivenBack(Taken s, WaitEvent e) => e.At >= s.Until
        ? Over(QueueResult.Timeout, s.Since, e).Do(new PartFromTaker(s.LegId))
        : Row.To(new Waiting(s.Since, s.Entry, s.Round + 1, new Alarm(TimerKind.QueueWait, s.Until)))
            .Say(new WaitGivenBack()).Do(new GiveBack(s.LegId), new StartMusic(s.Round + 1)).Decide();

    private static Row BridgeOver(InBridge s, WaitEvent e)
    {
        var over = Row.To(new WaitOver(QueueResult.Connected, s.Since, e.At, s.At, s.LineKnows))
            .Say(new WaitBridgeEnded(Math.Max(0, (e.At - s.At).TotalSeconds))).Do(new FreeWaiter()).Decide();
        return s.LineKnows ? over : over.Do(new LeaveLine(Bridged: true));
    }

    private static Row Over(QueueResult result, DateTimeOffset since, WaitEvent e, bool lineKnows = false)
    {
        var over = new WaitOver(result, since, e.At, BridgedAt: null, lineKnows);
        return lineKnows
            ? Row.To(over).Say(Left(over, new QueuePlace(0, 0, 0))).Do(new FreeWaiter()).Decide()
            : Row.To(over).Do(new LeaveLine(Bridged: false), new FreeWaiter()).Decide();
    }

    /// <summary>The taker hears that his caller has gone: of one that is over, from whoever takes it up, too.</summary>
    private static Row Leave(Row row, string legId, LegEnding? ending) => row with
    {
        State = row.State is WaitOver over ? over with { LeftTaker = legId, Ending = ending } : row.State,
        Effects = row.Effects.Add(new LeaveTaker(legId, ending)),
    };

    private static TimelineEvent Left(WaitOver s, QueuePlace place) => s.BridgedAt is { } bridgedAt
        ? new WaitDequeued(s.Since, bridgedAt, place.Size, place.AverageSeconds)
        : new WaitLeft(s.Result, s.Since, s.At, place.Position, place.Size, place.AverageSeconds);

    private static bool IsDue(WaitState state, WaitAlarmRang e) => state.Pending is { } alarm && e.At >= alarm.Due;

    private static Alarm In(TimerKind kind, DateTimeOffset at, TimeSpan time) => new(kind, at + time);
}
