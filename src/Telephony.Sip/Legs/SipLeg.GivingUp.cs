using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>The ways we end a leg. An ended one is what was wished for: all of these are done again without harm.</summary>
internal sealed partial class SipLeg
{
    /// <summary>The owner did not know of the answer when it gave up: to it, the answer has crossed.</summary>
    private bool _answerCrossed;

    private CommandResult GiveUp(CancelCause cause)
    {
        switch (_stage)
        {
            case LegStage.Dialed when _other is not null:
                End(new EndCause(EndKind.CancelConfirmed, 487));
                break;

            case LegStage.Dialed when _undecided == 0:
                // Its media are being prepared; when they are, it is not wanted any more.
                End(new EndCause(EndKind.CancelConfirmed, Detail: "given up before its INVITE was sent"));
                break;

            case LegStage.Dialed:
                _stage = LegStage.Cancelling;
                CancelCalls(Words.ReasonOf(cause));
                break;

            // RFC 3261 9.1 and 13.2.2.4: too late for CANCEL; the answer has been acknowledged, and is hung up.
            case LegStage.Answering:
                _answerCrossed = true;
                Leave(Words.ReasonOf(cause));
                break;

            case LegStage.Answered when !_log.HasTaken(_answeredSequence):
                _log.Withdraw(_answeredSequence);
                _answeredSequence = 0;
                _answerCrossed = true;
                Leave(Words.ReasonOf(cause));
                break;

            case LegStage.Answered:
                Leave(Words.ReasonOf(cause));
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
            case LegStage.Answering when _isCaller && _session is not null:
                Leave(Words.ReasonOf(cause));
                break;

            case LegStage.Offered or LegStage.Answering when _isCaller:
                Refuse(Words.StatusFor(cause));
                break;

            default:
                return GiveUp(CancelCause.Requested);
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

    /// <summary>BYE; the leg is over when it is answered, or nobody answers it.</summary>
    private void Leave(Orchestrator.Sip.Messages.Values.ReasonValue? reason)
    {
        _stage = LegStage.Leaving;
        _bridge?.Break();
        if (_session is { } session) session.HangUp(reason);
        else End(new EndCause(_answerCrossed ? EndKind.AnswerCrossedCancel : EndKind.LocalHangUp));
    }
}
