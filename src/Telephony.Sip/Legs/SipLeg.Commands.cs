using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>What the engine tells the leg, command by command.</summary>
internal sealed partial class SipLeg
{
    private HashSet<string>? _playbacksBegun;
    private string? _playback;
    private HashSet<string>? _sendings;

    public ValueTask<CommandResult> Execute(PlaneCommand command)
    {
        if (command is Play play) return StartPlayback(play);
        if (command is StopPlay stop) return StopPlayback(stop.PlaybackId);
        if (command is PausePlay pause) return HoldPlayback(pause.PlaybackId);
        if (command is SendDigits send) return PressDigits(send);
        bool claimed;
        CommandResult result;
        lock (Gate)
        {
            result = _isReleased ? Refusal.Unknown(Id) : Apply(command);
            claimed = _delivery.TryClaim();
        }

        _telling.TellAll();
        if (claimed) _delivery.Begin();
        return new(result);
    }

    private CommandResult Apply(PlaneCommand command) => command switch
    {
        Dial dial => Invite(dial.Target),
        StartCaller caller => MakeUp(caller),
        Cancel when _isCaller => Refusal.Gone($"leg {Id} is a caller, expected a leg that was dialed"),
        Cancel cancel => GiveUp(cancel.Cause),
        HangUp hangUp => EndByUs(hangUp.Cause),
        Release => LetGo(),
        Answer answer => AnswerCaller(answer.Codecs),
        Recall => Repeat() with { IsAnswered = _stage == LegStage.Answered },
        Ring => RingCaller(),
        Refer refer => Transfer(refer),
        ResumePlay resume => Done(() => Media.ResumePlaying(resume.PlaybackId)),
        SetPlayVolume volume => Done(() => Media.SetVolume(volume.PlaybackId, volume.Volume)),
        _ => Refusal.Unsupported($"found command {command.Name}, which the SIP plane does not know"),
    };

    private CommandResult Repeat() => Done(_log.Rewind);

    private static CommandResult Done(Action what)
    {
        what();
        return CommandResult.Done;
    }

    /// <summary>One playback at a time: a new one takes the place of the one before, which counts as stopped.</summary>
    private async ValueTask<CommandResult> StartPlayback(Play play)
    {
        CommandResult? told = null;
        Happen(() => told = BeginPlayback(play));
        if (told is { } result) return result;
        await OpenEarlyMedia().ConfigureAwait(false);
        var started = await Media.Play(play).ConfigureAwait(false);
        if (started.Problem is not { } problem) return CommandResult.Done;
        Happen(() => FinishPlayback(play.PlaybackId, completed: false, problem: problem));
        return Refusal.Unsupported(problem);
    }

    private CommandResult? BeginPlayback(Play play)
    {
        if (_isReleased) return Refusal.Unknown(Id);
        if (_stage is not LegStage.Answered and not LegStage.Offered)
            return Refusal.Gone($"leg {Id} is {In(_stage)}, expected one that hears us: answered, or a caller");
        if (_stage == LegStage.Offered && WantsOffer) return Refusal.Unsupported("the caller has made no offer, and hears nothing before he is answered");
        _playbacksBegun ??= new(StringComparer.Ordinal);
        if (!_playbacksBegun.Add(play.PlaybackId)) return CommandResult.Done;
        if (_playback is { } before) FinishPlayback(before, completed: false, replaced: true);
        _playback = play.PlaybackId;
        SettleEarlyMedia();
        return null;
    }

    private async ValueTask<CommandResult> StopPlayback(string playbackId)
    {
        Happen(() => FinishPlayback(playbackId, completed: false));
        await Media.StopPlaying(playbackId).ConfigureAwait(false);
        return _isReleased ? Refusal.Unknown(Id) : CommandResult.Done;
    }

    private async ValueTask<CommandResult> HoldPlayback(string playbackId)
    {
        await Media.HoldPlaying(playbackId).ConfigureAwait(false);
        return _isReleased ? Refusal.Unknown(Id) : CommandResult.Done;
    }

    private async ValueTask<CommandResult> PressDigits(SendDigits send)
    {
        lock (Gate)
        {
            if (_isReleased) return Refusal.Unknown(Id);
            if (WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
            if (!Dtmf.CanBeSent(send.Digits)) return Refusal.Unsupported($"found digits '{send.Digits}', expected some of 0-9 * # A-D w W");
            if (send.SendId is { } id && !(_sendings ??= new(StringComparer.Ordinal)).Add(id)) return CommandResult.Done;
        }

        var sent = await Media.SendDigits(send.Digits).ConfigureAwait(false);
        return sent.Problem is { } problem ? Refusal.Unsupported(problem) : CommandResult.Done;
    }

    private void FinishPlayback(string playbackId, bool completed, bool replaced = false, string? problem = null)
    {
        if (_playback != playbackId) return;
        _playback = null;
        if (!replaced) SettleEarlyMedia();
        if (_stage != LegStage.Ended) Raise(new PlaybackFinished(Id, _log.NextSequence, playbackId, completed) { Replaced = replaced, Problem = problem });
    }
}
