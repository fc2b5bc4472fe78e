using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What the tables of the leg's machine share: its states, and one step of a B leg, of one with a confirm script, of a caller.</summary>
internal static class LegRows
{
    public static readonly DateTimeOffset T0 = DateTimeOffset.UnixEpoch;
    public static readonly LegTerms Terms = new(false, TimeSpan.FromSeconds(20), null, LegTerms.DefaultCallLimit);
    public static readonly LegTerms WithConfirm = Terms with { ConfirmTimeout = TimeSpan.FromSeconds(5) };
    public static readonly LegTerms Caller = new(true, TimeSpan.Zero, null, TimeSpan.FromHours(8));

    public static readonly Dialing WhileDialing = new(new Alarm(TimerKind.Ring, At(20)));
    public static readonly Ringing WhileRinging = new(new Alarm(TimerKind.Ring, At(20)), EarlyMedia: false);
    public static readonly Confirming WhileConfirming = new(new Alarm(TimerKind.Confirm, At(25)));
    public static readonly Ready WhileReady = new(new Alarm(TimerKind.Decision, At(50)));
    public static readonly Bridged BridgedLeg = new(new Alarm(TimerKind.CallLimit, At(100)), "A");
    public static readonly Offered WhileOffered = new(new Alarm(TimerKind.CallLimit, At(1_000)), null);
    public static readonly Up WhileUp = new(new Alarm(TimerKind.CallLimit, At(1_000)));
    public static readonly Bridged BridgedCaller = new(new Alarm(TimerKind.CallLimit, At(1_000)), "B1");
    public static readonly LegEnding Cancelled = new(EndReason.Cancel, Fault.None, null, null);
    public static readonly LegOver Over = new(Cancelled, At(10), ReleaseCause.LostRace, WasAnswered: false, Dead: false);
    public static readonly LegOver Dead = Over with { Dead = true };

    public static DateTimeOffset At(double seconds) => T0.AddSeconds(seconds);

    public static Step<LegState, LegEffect> B(LegState state, LegEvent happened) => LegMachine.Step(Terms, state, happened);

    public static Step<LegState, LegEffect> Confirmed(LegState state, LegEvent happened) => LegMachine.Step(WithConfirm, state, happened);

    public static Step<LegState, LegEffect> A(LegState state, LegEvent happened) => LegMachine.Step(Caller, state, happened);

    public static FarEndEnded Ends(EndKind kind, int? status = null, double at = 10) => new(At(at), new EndCause(kind, status));

    public static void Nothing(LegState before, Step<LegState, LegEffect> row)
    {
        Assert.Same(before, row.State);
        Assert.Empty(row.Effects);
        Assert.Empty(row.Facts);
        Assert.False(row.Decides);
    }

    /// <summary>The step decides that the leg is over, tells so once, and tells whoever waits for it.</summary>
    public static LegOver Ended(Step<LegState, LegEffect> row, EndReason reason, ReleaseCause? cause = null)
    {
        var over = Assert.IsType<LegOver>(row.State);
        Assert.True(row.Decides);
        Assert.Equal(reason, over.Ending.Reason);
        Assert.Equal(reason, Assert.Single(row.Facts.OfType<LegEnded>()).Reason);
        Assert.Equal(cause, row.Facts.OfType<LegReleased>().SingleOrDefault()?.Cause);
        Assert.Single(row.Effects, effect => effect is TellConnect or TellCallersConnect);
        return over;
    }
}
