using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

public class CallStoryTests
{
    [Fact]
    public void Story_OfACallNobodyCreated_IsNull() =>
        Assert.Null(CallStory.Of(Tale.LegId(1), Tale.Accepted(1).Entries));

    [Theory]
    [InlineData(true, CallState.Answered)]
    [InlineData(false, CallState.Ringing)]
    public void Story_OfACaller_IsInbound(bool answered, CallState state)
    {
        var view = CallStory.Of(Tale.CallerId, new Tale().Caller(0, new CallerArrived(Tale.Project, "a", "b", answered)).Entries)!;

        Assert.Equal((CallDirection.Inbound, state, "a", "b"), (view.Direction, view.State, view.From, view.To));
        Assert.Equal(answered ? Tale.Start : null, view.AnsweredAt);
        Assert.Equal(Tale.ConnectId, view.ConnectId);
    }

    [Fact]
    public void Story_OfALeg_IsOutbound()
    {
        var tale = Tale.Accepted(1).Round(1, 1, 1).Rings(2, 1).Wins(3, 1).Bridged(3, 1).CalleeLeaves(8, 1, 5);

        var view = CallStory.Of(Tale.LegId(1), tale.Entries)!;

        Assert.Equal((CallDirection.Outbound, CallState.Ended, EndReason.Hangup), (view.Direction, view.State, view.EndReason));
        Assert.Equal(
            (Tale.Start.AddSeconds(1), Tale.Start.AddSeconds(3), Tale.Start.AddSeconds(8)),
            (view.CreatedAt, view.AnsweredAt, view.EndedAt));
    }

    [Fact]
    public void Complete_WhenTheCallWasReleased_WaitsUntilItIsDead()
    {
        var tale = Tale.Accepted(1).Caller(
            9, new LegReleased(ReleaseCause.MaxDuration, true), new LegEnded(EndReason.Hangup, Fault.None, null, null));
        Assert.False(CallStory.IsComplete(Tale.CallerId, tale.Entries));

        Assert.True(CallStory.IsComplete(Tale.CallerId, tale.Caller(9.1, new LegDead("our BYE was confirmed", null, 100)).Entries));
    }

    [Fact]
    public void Complete_WhenItsWebhookIsDue_WaitsUntilItIsSettled()
    {
        var tale = Tale.Accepted(1).Round(0, 1, 1)
            .Leg(1, 1, new LegEnded(EndReason.Busy, Fault.Callee, 486, null), new WebhookQueued("a", "calling.call.state ended"));
        Assert.False(CallStory.IsComplete(Tale.LegId(1), tale.Entries));

        tale.Leg(2, 1, new WebhookAttempted("a", "calling.call.state ended", 1, "ok", 200, 3, null));
        Assert.True(CallStory.IsComplete(Tale.LegId(1), tale.Entries));
    }
}
