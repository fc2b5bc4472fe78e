using Orchestrator.Sip.Messages.Values;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>How we tell the far end why it is given up or hung up.</summary>
internal static class Words
{
    private const string Q850 = "Q.850";

    /// <summary>RFC 3326. Only the first keeps a phone from showing a missed call.</summary>
    public static ReasonValue ReasonOf(CancelCause cause) => cause switch
    {
        CancelCause.CompletedElsewhere => ReasonValue.CompletedElsewhere,
        CancelCause.CallerGone => new(Q850, 16, "Caller hung up"),
        CancelCause.NoAnswer => new(Q850, 19, "No answer"),
        _ => new(Q850, 31, "Cancelled"),
    };

    public static ReasonValue? ReasonOf(HangUpCause cause) => cause switch
    {
        HangUpCause.MaxDuration => new(Q850, 31, "Maximum duration reached"),
        HangUpCause.Error => new(Q850, 41, "Temporary failure"),
        _ => null,
    };

    /// <summary>The final response to a caller whom we do not answer.</summary>
    public static int StatusFor(HangUpCause cause) => cause switch
    {
        HangUpCause.Busy => 486,
        HangUpCause.Declined => 603,
        HangUpCause.Error => 500,
        HangUpCause.NotFound => 404,
        _ => 480,
    };
}
