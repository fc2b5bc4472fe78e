using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

/// <summary>One tale for every way a connect can go, with its verdict.</summary>
internal static class Tales
{
    private const string CallerLeft = "the caller hung up";

    public static IReadOnlyList<(string Name, Tale Tale, string Verdict)> All =>
    [
        ("answering the caller", Tale.Accepted(1),
            "Answering the caller."),
        ("no leg yet", Tale.Accepted(1).Connect(0, new GroupStarted(1, 1, 1)),
            "Dialing."),
        ("ringing", Tale.Accepted(2).Round(0, 1, 1, 2).Rings(1, 1, 2),
            "Ringing: B1, B2."),
        ("in all stages", Tale.Accepted(3).Round(0, 1, 1, 2, 3).Rings(1, 1, 2).Leg(2, 1, new LegAnswered(), new LegConfirming(10)),
            "Confirming: B1; ringing: B2; dialing: B3."),
        ("many ringing", Tale.Accepted(5).Round(0, 1, 1, 2, 3, 4, 5).Rings(1, 1, 2, 3, 4, 5),
            "Ringing: five legs."),
        ("second round", Tale.Accepted(1, 2).Round(0, 1, 1).Refused(2, 1, EndReason.Busy, 486).Round(2, 2, 2, 3).Rings(3, 2)
            .Refused(4, 3, EndReason.Declined, 603),
            "Ringing: B2; round 1: B1 busy (486); round 2: B3 declined (603)."),
        ("won", Tale.Accepted(1).Round(0, 1, 1).Wins(3.14, 1),
            "Answered by B1 after 3.1 s; being connected."),
        ("connected", Tale.Accepted(1).Round(0, 1, 1).Wins(3, 1).Bridged(3.2, 1),
            "Answered by B1 after 3.0 s; still connected."),
        ("second round answers, one callback retried", Tale.Accepted(2, 1).Round(0, 1, 1, 2).Rings(1, 1, 2).NoAnswer(20, 1, 2)
            .Round(20, 2, 3).Wins(31.2, 3).Bridged(31.3, 3).CalleeLeaves(43.6, 3, 12.3)
            .Queued(43.6, "a", "b").Attempt(43.7, "a", 1, "ok", null).Attempt(43.7, "b", 1, "server_error", 1).Attempt(45, "b", 2, "ok", null),
            "Answered by B3 after 31.2 s; round 1: two legs, no answer in 20 s; hung up by the callee after 12.3 s; one callback retried."),
        ("race", Tale.Accepted(2).Round(0, 1, 1, 2).Rings(1, 1, 2).Wins(3, 2).LetGo(3.1, 1, ReleaseCause.LostRace).Bridged(3.2, 2)
            .CalleeLeaves(8.2, 2, 5),
            "B2 answered first, after 3.0 s; B1 was cancelled; hung up by the callee after 5.0 s."),
        ("race of three, one of them answered, one busy", Tale.Accepted(4).Round(0, 1, 1, 2, 3, 4).Refused(1, 4, EndReason.Busy, 486)
            .Wins(3, 2).LetGo(3.1, 1, ReleaseCause.LostRace).LetGo(3.1, 3, ReleaseCause.LostRace, answered: true).Bridged(3.2, 2),
            "B2 answered first, after 3.0 s; B1 was cancelled; B3 was hung up; round 1: B4 busy (486); still connected."),
        ("race not cleaned up yet", Tale.Accepted(2).Round(0, 1, 1, 2).Rings(1, 1).Wins(3, 2).Bridged(3.2, 2),
            "Answered by B2 after 3.0 s; round 1: B1 still ringing; still connected."),
        ("confirmed", Tale.Accepted(1).Round(0, 1, 1).Leg(3, 1, new LegAnswered(), new LegConfirming(10))
            .Leg(7, 1, new LegConfirmed(true, null)).Connect(7, new LegWon(1)).Bridged(7, 1).CalleeLeaves(9, 1, 2),
            "Answered by B1 after 3.0 s, confirmed after 7.0 s; hung up by the callee after 2.0 s."),
        ("race to confirm", Tale.Accepted(2).Round(0, 1, 1, 2).Leg(2, 1, new LegAnswered(), new LegConfirming(10))
            .Leg(3, 2, new LegAnswered(), new LegConfirming(10), new LegConfirmed(true, null)).Connect(3, new LegWon(2))
            .LetGo(3, 1, ReleaseCause.LostRace, answered: true).Bridged(3, 2),
            "B2 confirmed first, after 3.0 s; B1 was hung up; still connected."),
        ("nobody confirmed", Tale.Accepted(1).Round(0, 1, 1).Leg(3, 1, new LegAnswered(), new LegConfirming(10))
            .LetGo(13, 1, ReleaseCause.NotConfirmed, EndReason.Hangup, answered: true)
            .Connect(13, new ConnectFailed(FailedReason.NoAnswer, Fault.Callee, null)),
            "Not connected: no answer; round 1: B1 not confirmed."),
        ("busy", Tale.Accepted(2).Round(0, 1, 1, 2).Refused(1, 1, EndReason.Busy, 486).NoAnswer(20, 2)
            .Connect(20, new ConnectFailed(FailedReason.Busy, Fault.Callee, null)),
            "Not connected: busy; round 1: B1 busy (486), B2 no answer in 20 s."),
        ("many legs", Tale.Accepted(6).Round(0, 1, 1, 2, 3, 4, 5, 6).Refused(1, 2, EndReason.Busy, 486).NoAnswer(20, 1, 3, 4, 5, 6)
            .Connect(20, new ConnectFailed(FailedReason.Busy, Fault.Callee, null)),
            "Not connected: busy; round 1: five no answer in 20 s, one busy (486)."),
        ("many rounds", Enumerable.Range(1, 5).Aggregate(Tale.Accepted(1, 1, 1, 1, 1), (tale, n) => tale.Round(20 * n, n, n).NoAnswer(20 * (n + 1), n))
            .Connect(120, new ConnectFailed(FailedReason.NoAnswer, Fault.Callee, null)),
            "Not connected: no answer; rounds 1 to 5: five legs, no answer in 20 s."),
        ("winner lost", Tale.Accepted(1).Round(0, 1, 1).Wins(3, 1).Refused(3.1, 1, EndReason.Hangup, null)
            .Connect(3.1, new ConnectFailed(FailedReason.NoAnswer, Fault.Callee, "the winner left before it was bridged")),
            "Answered by B1 after 3.0 s; not connected: no answer, the winner left before it was bridged."),
        ("bridge refused", Tale.Accepted(1).Round(0, 1, 1).Wins(3, 1)
            .Connect(4, new ConnectFailed(FailedReason.Error, Fault.Ours, "the bridge was refused")),
            "Answered by B1 after 3.0 s; not connected: the bridge was refused."),
        ("caller gave up", Tale.Accepted(2).Round(0, 1, 1, 2).Rings(1, 1, 2)
            .Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, CallerLeft))
            .LetGo(4, 1, ReleaseCause.CallerGone).LetGo(4, 2, ReleaseCause.CallerGone),
            "Not connected: the caller hung up after 4.0 s; round 1: two legs, cancelled."),
        ("API cancelled", Tale.Accepted(1).Round(0, 1, 1).Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, "the API cancelled it"))
            .LetGo(4, 1, ReleaseCause.ApiRequest),
            "Not connected: the API cancelled it after 4.0 s; round 1: B1 cancelled."),
        ("caller gave up before the leg was dialed", Tale.Accepted(1).Connect(0, new GroupStarted(1, 1, 1))
            .Connect(0.1, new ConnectFailed(FailedReason.Cancel, Fault.None, CallerLeft)).Undialed(0.2, 1, 1),
            "Not connected: the caller hung up after 0.1 s; round 1: B1 cancelled."),
        ("callbacks in trouble", Tale.Accepted(1).Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, CallerLeft))
            .Queued(4, "a", "b", "c", "d").Attempt(5, "a", 1, "timeout", 1).Attempt(5, "b", 1, "gone", null).Attempt(5, "c", 1, "timeout", 1)
            .Connect(6, new WebhookGivenUp("c", "calling.call.connect failed", 1, "timeout")),
            "Not connected: the caller hung up after 4.0 s; one callback failing; two callbacks given up."),
    ];
}
