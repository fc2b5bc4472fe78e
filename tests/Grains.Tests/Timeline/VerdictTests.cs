using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

public class VerdictTests
{
    public static TheoryData<string> Names => [.. Tales.All.Select(tale => tale.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Verdict_OfEveryOutcome_SaysItInOneSentence(string name)
    {
        var (_, tale, verdict) = Tales.All.Single(tale => tale.Name == name);

        Assert.Equal(verdict, tale.View.Verdict);
    }

    [Theory]
    [InlineData(BridgeEnd.Callee, "hung up by the callee")]
    [InlineData(BridgeEnd.Caller, "hung up by the caller")]
    [InlineData(BridgeEnd.MaxDuration, "ended by max_duration")]
    [InlineData(BridgeEnd.ApiRequest, "ended by the API")]
    [InlineData(BridgeEnd.Error, "a leg was lost")]
    public void Verdict_OfAnEndedBridge_SaysWhoEndedIt(BridgeEnd end, string said)
    {
        var tale = Tale.Accepted(1).Round(0, 1, 1).Wins(3, 1).Bridged(3, 1).Connect(15, new ConnectDisconnected(end, 12));

        Assert.Equal($"Answered by B1 after 3.0 s; {said} after 12.0 s.", tale.View.Verdict);
    }

    [Theory]
    [InlineData(FailedReason.Declined, "declined")]
    [InlineData(FailedReason.Busy, "busy")]
    [InlineData(FailedReason.NoAnswer, "no answer")]
    [InlineData(FailedReason.Error, "an error")]
    [InlineData(FailedReason.Cancel, "cancelled after 5.0 s")]
    public void Verdict_OfEveryFailedReason_NamesIt(FailedReason reason, string said)
    {
        var tale = Tale.Accepted(1).Connect(5, new ConnectFailed(reason, Fault.Unknown, null));

        Assert.Equal($"Not connected: {said}.", tale.View.Verdict);
    }

    [Theory]
    [InlineData(EndReason.Busy, 486, null, "busy (486)")]
    [InlineData(EndReason.Declined, 603, null, "declined (603)")]
    [InlineData(EndReason.NoAnswer, 480, null, "no answer (480)")]
    [InlineData(EndReason.Hangup, null, "the far end hung up", "hung up")]
    [InlineData(EndReason.Cancel, null, null, "cancelled")]
    [InlineData(EndReason.Error, 503, null, "error (503)")]
    [InlineData(EndReason.Error, null, "no route", "error (no route)")]
    [InlineData(EndReason.Error, null, null, "error")]
    public void Verdict_OfALegThatEnded_SaysWhatItMet(EndReason reason, int? status, string? detail, string said)
    {
        var tale = Tale.Accepted(1).Round(0, 1, 1).Refused(2, 1, reason, status, detail);

        Assert.Equal($"Dialing; round 1: B1 {said}.", tale.View.Verdict);
    }
}
