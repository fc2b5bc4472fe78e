using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Addresses;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>The ways we end a leg. An ended one is what was wished for: all of these are done again without harm.</summary>
internal sealed partial class SimulatedLeg
{
    /// <summary>The way of our CANCEL and back.</summary>
    private static readonly TimeSpan CancelRoundTrip = TimeSpan.FromMilliseconds(5);

    /// <summary>RFC 3261 9.1: 64 × T1, from our giving up.</summary>
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(32);

    private CommandResult GiveUp()
    {
        switch (_stage)
        {
            case LegStage.Dialed when _stream is not null:
                End(new EndCause(EndKind.CancelConfirmed, Detail: "the handshake was given up"));
                break;

            case LegStage.Dialed when _other is not null:
                _stage = LegStage.Cancelling;
                TellOther(other => other.OtherEnded(status: null));
                break;

            case LegStage.Dialed:
                _stage = LegStage.Cancelling;
                _agenda.Clear();
                var (after, cause) = OutcomeOfCancel(_farEnd.OnCancel);
                _agenda.Add(_now + after, new Happening.CancelSettles(cause));
                break;

            // The owner does not know of the answer: to it, and so to the log, the answer has crossed.
            case LegStage.Answered when !_log.HasTaken(_answeredSequence):
                _log.Withdraw(_answeredSequence);
                End(new EndCause(EndKind.AnswerCrossedCancel));
                break;

            case LegStage.Answered:
                End(new EndCause(EndKind.LocalHangUp));
                break;

            default:
                break;
        }

        return CommandResult.Done;
    }

    private CommandResult EndByUs(HangUpCause cause)
    {
        switch (_stage)
        {
            case LegStage.Answered:
                End(new EndCause(EndKind.LocalHangUp));
                break;

            case LegStage.Offered:
                _refusedWith = StatusFor(cause);
                End(new EndCause(EndKind.LocalHangUp, Detail: $"answered the caller with {StatusFor(cause)}"));
                break;

            default:
                return GiveUp();
        }

        return CommandResult.Done;
    }

    private CommandResult LetGo()
    {
        _isReleased = true;
        if (_stage is LegStage.Ended or LegStage.New) Forget();
        else EndByUs(HangUpCause.Normal);
        _delivery.Dispose();
        return CommandResult.Done;
    }

    private static (TimeSpan After, EndCause Cause) OutcomeOfCancel(CancelReply reply) => reply switch
    {
        CancelReply.Confirm => (CancelRoundTrip, new EndCause(EndKind.CancelConfirmed, 487)),
        CancelReply.Answer => (CancelRoundTrip, new EndCause(EndKind.AnswerCrossedCancel)),
        CancelReply.Ignore => (CancelPatience, new EndCause(EndKind.CancelUnconfirmed, Detail: "no reply to our CANCEL within 32 s")),
        _ => (CancelPatience, new EndCause(EndKind.CancelUnconfirmed,
            Detail: "no provisional response within 32 s, so that no CANCEL could be sent")),
    };

    /// <summary>The final response to a caller whom we do not answer.</summary>
    private static int StatusFor(HangUpCause cause) => cause switch
    {
        HangUpCause.Busy => 486,
        HangUpCause.Declined => 603,
        HangUpCause.Error => 500,
        HangUpCause.NotFound => 404,
        _ => 480,
    };
}
