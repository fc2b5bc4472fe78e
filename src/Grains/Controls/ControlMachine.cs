using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Controls.ControlState, Orchestrator.Grains.Controls.ControlEffect>;

namespace Orchestrator.Grains.Controls;

/// <summary>One playback, one collecting of digits or one transfer that the API has ordered, pure: no clock, no I/O. Every row is a rule.</summary>
public static class ControlMachine
{
    /// <summary>A transfer rings as long as any call, and a little longer.</summary>
    private static readonly TimeSpan LongestTransfer = TimeSpan.FromMinutes(3);

    public static Row Step(ControlOrder order, ControlState state, ControlEvent happened) => (state, happened) switch
    {
        (NotOrdered, ControlOrdered e) => Begin(order, e),

        // What the plane has done to a playback is written down; it holds until the next word.
        (ControlPlaying { IsPaused: false } s, PlaybackPaused) => Changed(order, s with { IsPaused = true }, "paused"),
        (ControlPlaying { IsPaused: true } s, PlaybackResumed) => Changed(order, s with { IsPaused = false }, "resumed"),
        (ControlPlaying s, VolumeChanged e) when e.Volume != s.Volume => Changed(order, s with { Volume = e.Volume }, "volume"),

        // It ends by itself, by order, with its call, or because another one plays. One that broke off by itself could not be played.
        (ControlPlaying, PlaybackEnded e) => Over(order, new ControlOver(e.Completed ? "finished" : "error"), e.Problem),
        (ControlPlaying, StopOrdered) => Over(order, new ControlOver("finished")).Do(new StopPlayback()),
        (ControlPlaying, PlaybackDisplaced or ControlCallEnded) => Over(order, new ControlOver("finished")),

        // The digits that count end the input, or the pause after them.
        (ControlCollecting s, ControlDigit e) when e.Number > s.Heard => Heard(order, s, e),
        (ControlCollecting { Alarm: null, Digits: "" } s, TimersStarted e) =>
            Changed(order, s with { Alarm = In(e, order.Collect!.InitialTimeout) }, "timers_started"),
        (ControlCollecting s, ControlAlarmRang e) when s.Alarm is { } alarm && e.At >= alarm.Due => Collected(order, s),
        (ControlCollecting s, StopOrdered) => Collected(order, s),
        (ControlCollecting s, ControlCallEnded) => Over(order, new ControlOver("error", s.Digits)),

        // The phone tells what becomes of a transfer; one that has ended the call with it was told no more.
        (ControlReferring, TransferEnded e) => Over(order, new ControlOver(ScriptRefer.ResultOf(e.TargetStatus), Status: e.Status, TargetStatus: e.TargetStatus)),
        (ControlReferring s, ControlAlarmRang e) when e.At >= s.Alarm.Due => Over(order, new ControlOver("error")),
        (ControlReferring, ControlCallEnded) => Over(order, new ControlOver("error")),

        // The rest is repeated, late or early: orders are given again, the plane repeats its events, timers ring a little early.
        _ => Row.To(state),
    };

    /// <summary>What ought to be carried out in this state, for an owner that was brought back from what is stored.</summary>
    public static Row Restore(ControlState state) => state switch
    {
        ControlPlaying => Row.To(state).Do(new StartPlayback()),
        ControlReferring => Row.To(state).Do(new SendRefer()),
        ControlOver => Row.To(state).Do(new StopPlayback(), new LeaveCall()),
        _ => Row.To(state),
    };

    public static ControlKind KindOf(ControlOrder order) =>
        order.Play is not null ? ControlKind.Play : order.Collect is not null ? ControlKind.Collect : ControlKind.Refer;

    public static string MethodOf(ControlOrder order) => KindOf(order) switch
    {
        ControlKind.Play => "play",
        ControlKind.Collect => "collect",
        _ => "refer",
    };

    private static Row Begin(ControlOrder order, ControlOrdered e)
    {
        var begun = order switch
        {
            { Collect: { } collect } => Row.To(new ControlCollecting("", e.Heard, collect.StartTimers ? In(e, collect.InitialTimeout) : null)),
            { Play: { } play } => Row.To(new ControlPlaying(IsPaused: false, play.Volume)).Do(new StartPlayback()),
            _ => Row.To(new ControlReferring(new Alarm(TimerKind.ControlBackstop, e.At + LongestTransfer))).Do(new SendRefer()),
        };
        return begun.Say(new ControlStarted(MethodOf(order), order.ControlId)).Decide();
    }

    private static Row Heard(ControlOrder order, ControlCollecting s, ControlDigit e)
    {
        var collect = order.Collect!;
        if (collect.Terminators.Contains(e.Digit))
            return Over(order, new ControlOver(s.Digits.Length > 0 ? "digit" : "no_match", s.Digits, e.Digit.ToString()));
        var digits = s.Digits + e.Digit;
        return digits.Length >= collect.MaxDigits
            ? Over(order, new ControlOver("digit", digits))
            : Row.To(new ControlCollecting(digits, e.Number, In(e, collect.DigitTimeout))).Decide();
    }

    private static Row Collected(ControlOrder order, ControlCollecting s) =>
        Over(order, new ControlOver(s.Digits.Length > 0 ? "digit" : "no_input", s.Digits));

    private static Row Changed(ControlOrder order, ControlState state, string change) =>
        Row.To(state).Say(new ControlChanged(MethodOf(order), order.ControlId, change)).Decide();

    private static Row Over(ControlOrder order, ControlOver over, string? problem = null) =>
        Row.To(over).Say(new ControlEnded(MethodOf(order), order.ControlId, over.Result, problem)).Do(new LeaveCall()).Decide();

    private static Alarm In(ControlEvent e, TimeSpan time) => new(TimerKind.ControlDigits, e.At + time);
}
