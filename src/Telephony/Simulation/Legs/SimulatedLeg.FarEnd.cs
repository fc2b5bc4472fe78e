using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>What the far end does, stage by stage.</summary>
internal sealed partial class SimulatedLeg
{
    private void Happen(Moment moment)
    {
        switch (_stage, moment.What)
        {
            case (LegStage.Dialed, Happening.Rings):
                Raise(new Progress(Id, _log.NextSequence));
                break;

            case (LegStage.Dialed, Happening.SendsEarlyMedia):
                _sendsEarly = true;
                Raise(new EarlyMedia(Id, _log.NextSequence));
                break;

            case (LegStage.Dialed, Happening.Answers):
                RaiseAnswered();
                // Counted from the moment of the answer, not from when its alarm rang.
                foreach (var step in _farEnd.FromAnswer) _agenda.Add(moment.Due + step.After, step.What);
                break;

            case (LegStage.Dialed, Happening.Rejects rejection):
                End(new EndCause(EndKind.Rejected, rejection.Status));
                break;

            case (LegStage.Answered, Happening.Presses press):
                Raise(new DigitPressed(Id, _log.NextSequence, press.Digit));
                if (Bridge is LocalLink link && _context.Legs.GetValueOrDefault(link.PeerOf(this)) is { } peer)
                {
                    peer._stream?.Hear(press.Digit);
                    if (peer._other is { } heard) _telling.Note(() => heard.OtherPressed(press.Digit.ToString()));
                }

                break;

            case (LegStage.Answered, Happening.LosesMedia):
                Raise(new MediaLost(Id, _log.NextSequence));
                break;

            // BYE of an answered leg, CANCEL of a caller's unanswered one.
            case (LegStage.Answered or LegStage.Offered, Happening.HangsUp):
                End(new EndCause(EndKind.RemoteHangUp));
                break;

            case (LegStage.Cancelling, Happening.CancelSettles settled):
                End(settled.Cause);
                break;

            case (LegStage.Answered or LegStage.Offered, Happening.PlaybackRunsOut playback) when HasRunOut(playback.PlaybackId):
                FinishPlayback(completed: true);
                break;

            // 180 and 183 after the answer, the end of a playback that was stopped: too late to mean anything.
            default:
                break;
        }
    }

    private void RaiseAnswered()
    {
        _stage = LegStage.Answered;
        _answeredSequence = _log.NextSequence;
        Raise(new Answered(Id, _answeredSequence));
    }
}
