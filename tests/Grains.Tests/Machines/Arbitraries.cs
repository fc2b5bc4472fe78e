using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>Any state with any event, whether or not one can ever meet the other.</summary>
internal static class Arbitraries
{
    public static Arbitrary<(LegTerms Terms, LegState State, LegEvent Happened)> LegSteps => Arb.From(
        from terms in Gen.Elements(LegRows.Terms, LegRows.WithConfirm, LegRows.Caller)
        from state in LegState
        from happened in LegEvent
        select (terms, state, happened));

    public static Arbitrary<(ConnectTerms Terms, ConnectState State, ConnectEvent Happened)> ConnectSteps => Arb.From(
        from answerOnBridge in Coin
        from legs in Legs
        let groups = Enumerable.Range(1, legs[^1].Group).Select(number => TimeSpan.FromSeconds(10 * number)).ToList()
        from state in ConnectState(legs, groups.Count)
        from happened in ConnectEvent(legs.Length)
        select (new ConnectTerms(groups, TimeSpan.FromSeconds(60), answerOnBridge), state, happened));

    private static Gen<bool> Coin => Gen.Elements(true, false);

    private static Gen<DateTimeOffset> Time => Gen.Choose(0, 100).Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second));

    private static Gen<Alarm> Alarm => from kind in Gen.Elements(Enum.GetValues<TimerKind>()) from due in Time select new Alarm(kind, due);

    private static Gen<LegEnding> Ending =>
        from reason in Gen.Elements(Enum.GetValues<EndReason>())
        from fault in Gen.Elements(Enum.GetValues<Fault>())
        select new LegEnding(reason, fault, null, null);

    private static Gen<ReleaseCause> Cause => Gen.Elements(Enum.GetValues<ReleaseCause>());

    private static Gen<string> Peer => Gen.Elements("A", "B1", "B2");

    private static Gen<LegState> LegState =>
        from alarm in Alarm
        from peer in Peer
        from yes in Coin
        from alsoYes in Coin
        from ending in Ending
        from cause in Cause
        from at in Time
        from state in Gen.Elements<LegState>(
            new Unborn(), new Offered(alarm, yes ? peer : null), new Dialing(alarm), new Ringing(alarm, yes), new Confirming(alarm),
            new Ready(alarm), new Up(alarm), new Bridged(alarm, peer), new LegOver(ending, at, yes ? cause : null, yes, alsoYes))
        select state;

    private static Gen<LegEvent> LegEvent =>
        from at in Time
        from peer in Peer
        from yes in Coin
        from cause in Cause
        from kind in Gen.Elements(Enum.GetValues<EndKind>())
        from status in Gen.Elements<int?>(null, 0, 199, 302, 403, 486, 487, 603, 699, 1_000)
        from happened in Gen.Elements<LegEvent>(
            new CallerStarted(at, yes), new DialOrdered(at), new ReleaseOrdered(at, cause), new AnswerOrdered(at), new BridgeOrdered(at, peer),
            new BridgeMade(at, peer), new BridgeRefused(at, peer, "no"), new JoinOrdered(at, peer, TimeSpan.FromSeconds(9)),
            new PartOrdered(at), new FarEndRang(at), new FarEndSentMedia(at), new FarEndAnswered(at),
            new FarEndEnded(at, new EndCause(kind, status)), new FarEndLostMedia(at), new DigitCame(at, '1'),
            new ConfirmEnded(at, yes, null), new Calls.AlarmRang(at))
        select happened;

    private static Gen<ImmutableArray<LegTrack>> Legs =>
        from count in Gen.Choose(1, 5)
        from opens in Coin.ArrayOf(count)
        from tracks in Track.ArrayOf(count)
        select Numbered(tracks, opens);

    private static Gen<LegTrack> Track =>
        from standing in Gen.Elements(Enum.GetValues<LegStanding>())
        from ending in Ending
        from cause in Cause
        from released in Coin
        from told in Coin
        let over = standing == LegStanding.Over
        select new LegTrack(0, 0, standing, over ? ending : null, over && released ? cause : null, over && told);

    private static ImmutableArray<LegTrack> Numbered(LegTrack[] tracks, bool[] opensGroup)
    {
        var group = 1;
        return [.. tracks.Select((track, at) => track with { Number = at + 1, Group = at > 0 && opensGroup[at] ? ++group : group })];
    }

    private static Gen<ConnectState> ConnectState(ImmutableArray<LegTrack> legs, int groups) =>
        from alarm in Alarm
        from since in Time
        from winner in Gen.Choose(1, legs.Length)
        from chosen in Gen.Choose(1, groups)
        from reason in Gen.Elements(Enum.GetValues<FailedReason>())
        from connected in Coin
        from state in Gen.Elements<ConnectState>(
            new NotAccepted([.. legs.Select(leg => new LegTrack(leg.Number, leg.Group, LegStanding.Planned))]),
            new AnsweringCaller(legs, alarm), new Hunting(legs, chosen, alarm), new Bridging(legs, winner, alarm),
            new Connected(legs, winner, since, alarm), new ConnectOver(legs, connected ? null : reason, connected ? winner : null))
        select state;

    private static Gen<ConnectEvent> ConnectEvent(int legs) =>
        from at in Time
        from leg in Gen.Choose(1, legs)
        from yes in Coin
        from ending in Ending
        from happened in Gen.Elements<ConnectEvent>(
            new Accepted(at, yes), new CallerWasAnswered(at), new CallerLeft(at), new LegRinging(at, leg), new LegConfirms(at, leg),
            new LegAsks(at, leg), new LegIsOver(at, leg, ending), new CallerBridged(at, leg), new CallerNotBridged(at, leg, yes ? "no" : null),
            new EndOrdered(at), new Connects.AlarmRang(at))
        select happened;
}
