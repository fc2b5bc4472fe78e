using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What the tables of the connect's machine share: a plan of two groups, B1 and B2 together, then B3.</summary>
internal static class ConnectRows
{
    public static readonly ConnectTerms Terms = new([TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10)], TimeSpan.FromSeconds(60), false);
    public static readonly NotAccepted Born = new([Planned(1, 1), Planned(2, 1), Planned(3, 2)]);

    public static DateTimeOffset At(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    public static Step<ConnectState, ConnectEffect> Step(ConnectState state, ConnectEvent happened) =>
        ConnectMachine.Step(Terms, state, happened);

    /// <summary>The state after these events.</summary>
    public static ConnectState After(params ConnectEvent[] events) =>
        events.Aggregate((ConnectState)Born, (state, e) => Step(state, e).State);

    public static Accepted Acceptance => new(At(0), CallerAnswered: true);

    public static ConnectState Answering => After(new Accepted(At(0), CallerAnswered: false));

    public static ConnectState WhileHunting => After(Acceptance);

    /// <summary>B1 has won, B2 has been told to end.</summary>
    public static ConnectState WhileBridging => After(Acceptance, new LegAsks(At(1), 1));

    public static ConnectState WhileConnected => After(Acceptance, new LegAsks(At(1), 1), new CallerBridged(At(2), 1));

    public static ConnectState Disconnected => Step(WhileConnected, new CallerLeft(At(5))).State;

    public static ConnectState Failed => Step(WhileHunting, new EndOrdered(At(5))).State;

    public static LegIsOver Over(int leg, EndReason reason, double at = 3) => new(At(at), leg, Ending(reason));

    public static LegEnding Ending(EndReason reason) => new(reason, reason == EndReason.Error ? Fault.Upstream : Fault.Callee, null, null);

    public static void Nothing(ConnectState before, Step<ConnectState, ConnectEffect> row)
    {
        Assert.Same(before, row.State);
        Assert.Empty(row.Effects);
        Assert.Empty(row.Facts);
        Assert.False(row.Decides);
    }

    /// <summary>The step decides that the operation has failed, tells so once, releases these legs and lets the caller go.</summary>
    public static ConnectFailed IsFailed(Step<ConnectState, ConnectEffect> row, FailedReason reason, ReleaseCause cause, params int[] released)
    {
        var failed = IsOver<ConnectFailed>(row, cause, released);
        Assert.Equal(reason, failed.Reason);
        Assert.Equal(reason, ((ConnectOver)row.State).Reason);
        Assert.Null(((ConnectOver)row.State).Winner);
        Assert.Equal(ConnectStatus.Failed, row.State.Status);
        return failed;
    }

    public static void IsDisconnected(Step<ConnectState, ConnectEffect> row, BridgeEnd by, ReleaseCause cause, params int[] released)
    {
        Assert.Equal(by, IsOver<ConnectDisconnected>(row, cause, released).EndedBy);
        Assert.Equal(ConnectStatus.Disconnected, row.State.Status);
    }

    private static T IsOver<T>(Step<ConnectState, ConnectEffect> row, ReleaseCause cause, int[] released)
        where T : TimelineEvent
    {
        Assert.IsType<ConnectOver>(row.State);
        Assert.True(row.Decides);
        Assert.DoesNotContain(row.State.Legs, leg => leg.IsOpen);
        row.Does([.. released.Select(leg => new ReleaseLeg(leg, cause)), new FreeCaller()]);
        return Assert.IsType<T>(Assert.Single(row.Facts));
    }

    private static LegTrack Planned(int number, int group) => new(number, group, LegStanding.Planned);
}
