using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Addresses;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>What the engine tells the leg, command by command.</summary>
internal sealed partial class SimulatedLeg
{
    private bool _hasRung;
    private bool _wasAnsweredByUs;
    private string _digitsSent = "";
    private HashSet<string>? _sendings;

    /// <summary>All that was sent by <see cref="SendDigits"/>, in order.</summary>
    public string DigitsSent
    {
        get
        {
            lock (Gate) return _digitsSent;
        }
    }

    private CommandResult Apply(PlaneCommand command) => command switch
    {
        Dial dial => Invite(dial.Target),
        StartCaller caller => TakeCall(caller),
        Cancel when _isCaller => Refusal.Gone($"leg {Id} is a caller, expected a leg that was dialed"),
        Cancel => GiveUp(),
        HangUp hangUp => EndByUs(hangUp.Cause),
        Release => LetGo(),
        Recall => _stage == LegStage.New ? Refusal.Unknown(Id) : Repeat() with { IsAnswered = _stage == LegStage.Answered },
        Answer => AnswerCaller(),
        Ring => RingCaller(),
        Play play => StartPlayback(play),
        StopPlay stop => StopPlayback(stop.PlaybackId),
        PausePlay pause => HoldPlayback(pause.PlaybackId),
        ResumePlay resume => ReleasePlayback(resume.PlaybackId),
        SetPlayVolume volume => SetVolume(volume),
        SendDigits send => PressDigits(send),
        _ => Refusal.Unsupported($"found command {command.Name}, which the simulated plane does not know"),
    };

    private CommandResult Invite(DialTarget target)
    {
        if (_stage != LegStage.New) return _isCaller ? Refusal.Gone($"leg {Id} is a caller, expected a leg to dial") : Repeat();

        _stage = LegStage.Dialed;
        _callerId = target.CallerLegId;
        _context.CountLegUp();
        if (target.ResourceOf is not null) return CallBack(target);
        if (target.Stream is { } stream)
        {
            OpenStream(stream);
            return CommandResult.Done;
        }

        var reading = SimulatedAddress.Read(target.To);
        if (reading.FarEnd is null)
        {
            End(new EndCause(EndKind.NoRoute, Detail: reading.Problem));
            return CommandResult.Done;
        }

        _farEnd = reading.FarEnd;
        foreach (var step in _farEnd.FromInvite) _agenda.Add(_now + step.After, step.What);
        return CommandResult.Done;
    }

    private CommandResult TakeCall(StartCaller caller)
    {
        if (_stage != LegStage.New) return _isCaller ? Repeat() : Refusal.Gone($"leg {Id} was dialed, expected a caller");

        BringUp(caller.From, caller.HangUpAfter);
        if (caller.Answered) AnsweredByUs();
        return CommandResult.Done;
    }

    /// <summary>What a caller does is written in the address he calls from; what is no simulated address does nothing.</summary>
    private void BringUp(string from, TimeSpan? hangUpAfter)
    {
        _stage = LegStage.Offered;
        _isCaller = true;
        _farEnd = SimulatedAddress.Read(from).FarEnd ?? FarEnd.Silent;
        _context.CountLegUp();
        if (hangUpAfter is { } after) _agenda.Add(_now + after, Happening.RemoteHangUp);
    }

    private void AnsweredByUs()
    {
        RaiseAnswered();
        foreach (var step in _farEnd.FromAnswer) _agenda.Add(_now + step.After, step.What);
    }

    private CommandResult Repeat()
    {
        _log.Rewind();
        return CommandResult.Done;
    }

    private CommandResult AnswerCaller()
    {
        if (_stage == LegStage.Answered && _wasAnsweredByUs) return CommandResult.Done;
        if (_stage != LegStage.Offered) return NotOffered();
        _wasAnsweredByUs = true;
        AnsweredByUs();
        TellOther(other => other.OtherAnswered());
        return CommandResult.Done;
    }

    private CommandResult RingCaller()
    {
        if (_stage != LegStage.Offered && !(_stage == LegStage.Answered && _hasRung)) return NotOffered();
        _hasRung = true;
        return CommandResult.Done;
    }

    private CommandResult PressDigits(SendDigits send)
    {
        if (WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
        if (!Dtmf.CanBeSent(send.Digits)) return Refusal.Unsupported($"found digits '{send.Digits}', expected some of 0-9 * # A-D w W");
        if (send.SendId is not null && !(_sendings ??= new(StringComparer.Ordinal)).Add(send.SendId)) return CommandResult.Done;
        _digitsSent += send.Digits;
        TellOther(other => other.OtherPressed(send.Digits));
        return CommandResult.Done;
    }

    private CommandResult NotOffered() => Refusal.Gone(_isCaller
        ? $"leg {Id} is {Words(_stage)}, expected a caller not answered yet"
        : $"leg {Id} was dialed, expected a caller");
}
