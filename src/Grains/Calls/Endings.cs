using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>From what happened on the wire, or from what we decided, to the reason that users read and whose doing it was.</summary>
internal static class Endings
{
    /// <param name="answered">Whether the leg had been answered.</param>
    public static LegEnding Of(EndCause cause, bool answered) => cause.Kind switch
    {
        EndKind.RemoteHangUp => new(answered ? EndReason.Hangup : EndReason.Cancel, Fault.None, null, cause.Detail ?? "the far end hung up"),
        EndKind.LocalHangUp => new(EndReason.Hangup, Fault.None, null, cause.Detail),
        EndKind.Rejected => OfStatus(cause.SipStatus ?? 0, cause.Detail),
        // Ends that our own CANCEL brings about reach a leg that is over already; if one does not, nobody had asked: 487 is "no answer".
        EndKind.CancelConfirmed or EndKind.AnswerCrossedCancel or EndKind.CancelUnconfirmed =>
            new(EndReason.NoAnswer, Fault.Callee, cause.SipStatus, cause.Detail),
        EndKind.NoRoute => new(EndReason.Error, Fault.Upstream, cause.SipStatus, cause.Detail ?? "no route"),
        EndKind.PlaneLost => new(EndReason.Error, Fault.Ours, null, cause.Detail ?? "the node that carried it is gone"),
        _ => new(EndReason.Error, Fault.Upstream, cause.SipStatus, cause.Detail ?? "transport failure"),
    };

    /// <summary>SIP final responses (RFC 3261 21, RFC 8197 607, RFC 8688 608).</summary>
    private static LegEnding OfStatus(int status, string? detail) => status switch
    {
        486 or 600 => new(EndReason.Busy, Fault.Callee, status, detail),
        603 or 607 or 608 or 403 => new(EndReason.Declined, Fault.Callee, status, detail),
        408 or 480 or 487 => new(EndReason.NoAnswer, Fault.Callee, status, detail),
        _ => new(EndReason.Error, Fault.Upstream, status, detail),
    };

    public static readonly LegEnding RingTimeout = new(EndReason.NoAnswer, Fault.Callee, null, "nobody answered in time");
    public static readonly LegEnding ConfirmTimeout = new(EndReason.Hangup, Fault.Callee, null, "not confirmed in time");
    public static readonly LegEnding MediaLost = new(EndReason.Error, Fault.Upstream, null, "its media was lost");
    public static readonly LegEnding Undecided = new(EndReason.Error, Fault.Ours, null, "its connect gave no word");
    public static readonly LegEnding CallLimit = new(EndReason.Hangup, Fault.None, null, "its time is up");

    public static LegEnding NotConfirmed(string? detail) => new(EndReason.Hangup, Fault.Callee, null, detail ?? "not confirmed");

    /// <summary>Of a leg that stands for another call: how that one's ending looks from here.</summary>
    public static EndCause CauseOf(LegEnding? ending) => ending switch
    {
        null => new(EndKind.RemoteHangUp, null, "the caller from the queue was taken away"),
        { Reason: not EndReason.Error } => new(EndKind.RemoteHangUp, null, "the caller from the queue hung up"),
        { Fault: Fault.Ours } => new(EndKind.PlaneLost, null, ending.Detail),
        _ => new(EndKind.TransportFailure, null, ending.Detail),
    };

    /// <summary>A leg that its connect lets go: one that was bridged was hung up, any other was cancelled.</summary>
    public static LegEnding Released(ReleaseCause cause, bool bridged) => cause switch
    {
        ReleaseCause.EngineError => new(EndReason.Error, Fault.Ours, null, null),
        ReleaseCause.NoAnswer => RingTimeout,
        // These end a bridge: the leg was in it, even if that word has not reached it.
        ReleaseCause.MaxDuration or ReleaseCause.CallerHungUp or ReleaseCause.ConnectOver => new(EndReason.Hangup, Fault.None, null, null),
        _ when bridged => new(EndReason.Hangup, Fault.None, null, null),
        _ => new(EndReason.Cancel, Fault.None, null, null),
    };
}
