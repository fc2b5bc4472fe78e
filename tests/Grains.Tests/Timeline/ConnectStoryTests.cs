using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

public class ConnectStoryTests
{
    [Fact]
    public void Story_BeforeTheConnectIsAccepted_IsNull() =>
        Assert.Null(ConnectStory.Of(Tale.ConnectId, Tale.BroughtUp(1).Entries.Take(1)));

    [Fact]
    public void Story_OfAnotherConnect_IsNull() =>
        Assert.Null(ConnectStory.Of("conn_0123456789abcdef0123456789abcdef_2", Tale.Accepted(1).Entries));

    [Fact]
    public void Story_OfAnEndedConnect_ShowsItsStateAndTimes()
    {
        var view = Tale.Accepted(2).Round(1, 1, 1, 2).Wins(3, 2).LetGo(3, 1, ReleaseCause.LostRace).Bridged(4, 2).CalleeLeaves(9, 2, 5).View;

        Assert.Equal((Tale.ConnectId, Tale.CallerId, Tale.LegId(2)), (view.Id, view.CallId, view.Peer));
        Assert.Equal((ConnectStatus.Disconnected, BridgeEnd.Callee, null), (view.State, view.EndedBy, view.FailedReason));
        Assert.Equal((Tale.Start, Tale.Start.AddSeconds(4), Tale.Start.AddSeconds(9)), (view.CreatedAt, view.ConnectedAt, view.EndedAt));
        Assert.Null(view.FirstAbnormal);
    }

    [Fact]
    public void Story_OfLegs_ShowsThemInThePlansOrder()
    {
        var view = Tale.Accepted(2).Round(1, 1, 2, 1).Rings(2, 2).Wins(3, 2).Refused(4, 1, EndReason.Busy, 486).View;

        Assert.Equal([Tale.LegId(1), Tale.LegId(2)], view.Legs.Select(leg => leg.CallId));
        Assert.Equal((CallState.Ended, EndReason.Busy, 486, false), (view.Legs[0].State, view.Legs[0].EndReason, view.Legs[0].SipStatus, view.Legs[0].Won));
        Assert.Equal((CallState.Answered, null, null, true), (view.Legs[1].State, view.Legs[1].EndReason, view.Legs[1].SipStatus, view.Legs[1].Won));
        Assert.Equal(
            (Tale.Start.AddSeconds(1), Tale.Start.AddSeconds(2), Tale.Start.AddSeconds(3), null),
            (view.Legs[1].CreatedAt, view.Legs[1].RingingAt, view.Legs[1].AnsweredAt, view.Legs[1].EndedAt));
        Assert.Equal(("phone", "+15550001", "+15550102"), (view.Legs[1].Kind, view.Legs[1].From, view.Legs[1].To));
    }

    [Fact]
    public void Story_WithSomethingWrong_PointsAtTheFirst()
    {
        var tale = Tale.Accepted(1).Round(0, 1, 1);
        var first = tale.Entries.Count + 1;

        var view = tale.Refused(1, 1, EndReason.Error, 503).Connect(1, new ConnectFailed(FailedReason.Error, Fault.Upstream, null)).View;

        Assert.Equal(first, view.FirstAbnormal);
    }

    [Fact]
    public void Complete_WhenALegWasReleased_WaitsUntilItIsDead()
    {
        var tale = Tale.Accepted(1).Round(0, 1, 1).Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, null));
        tale.Leg(4, 1, new LegReleased(ReleaseCause.CallerGone, false), new LegEnded(EndReason.Cancel, Fault.None, null, null));
        Assert.False(tale.View.Complete);

        Assert.True(tale.Leg(5, 1, new LegDead("our CANCEL was confirmed", 487, 10)).View.Complete);
    }

    [Fact]
    public void Complete_WhenALegEndedOnTheWire_DoesNotWait() =>
        Assert.True(Tale.Accepted(1).Round(0, 1, 1).Wins(1, 1).Bridged(1, 1).CalleeLeaves(2, 1, 1).View.Complete);

    [Fact]
    public void Complete_WhenALegOfTheRoundHasNotSpoken_WaitsUntilItIsReleasedUndialed()
    {
        var tale = Tale.Accepted(1).Connect(0, new GroupStarted(1, 1, 1)).Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, null));
        Assert.False(tale.View.Complete);

        Assert.True(tale.Undialed(5, 1, 1).View.Complete);
    }

    [Fact]
    public void Complete_WhenTheCallerWasBroughtUpForIt_WaitsUntilHeIsGone()
    {
        var tale = Tale.BroughtUp(1).Connect(4, new ConnectFailed(FailedReason.Error, Fault.Ours, null));
        Assert.False(tale.View.Complete);
        tale.Caller(5, new LegReleased(ReleaseCause.ConnectOver, true), new LegEnded(EndReason.Hangup, Fault.None, null, null));
        Assert.False(tale.View.Complete);

        Assert.True(tale.Caller(5.1, new LegDead("our BYE was confirmed", null, 100)).View.Complete);
    }

    [Fact]
    public void Complete_WhenTheCallerWasThereBefore_DoesNotWaitForHim() =>
        Assert.True(Tale.Accepted(1).Connect(4, new ConnectFailed(FailedReason.Error, Fault.Ours, null)).Caller(5, new LegAnswered()).View.Complete);

    [Fact]
    public void Complete_WhenAWebhookIsDue_WaitsUntilItIsSettled()
    {
        var tale = Tale.Accepted(1).Connect(4, new ConnectFailed(FailedReason.Cancel, Fault.None, null)).Queued(4, "a", "b");
        Assert.False(tale.Attempt(5, "a", 1, "ok", null).View.Complete);
        Assert.False(tale.Attempt(5, "b", 1, "timeout", 5).View.Complete);

        Assert.True(tale.Connect(9, new WebhookGivenUp("b", "calling.call.connect failed", 1, "timeout")).View.Complete);
        Assert.True(tale.Attempt(10, "a", 2, "timeout", 5).View.Complete);
    }
}
