using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>One playback at a time: a new one takes the place of the one before, which counts as stopped.</summary>
internal sealed partial class SimulatedLeg
{
    private string? _playback;
    private HashSet<string>? _playbacksBegun;
    private double _volume;

    /// <summary>When it runs out; null: it is held, or is repeated until it is stopped.</summary>
    private TimeSpan? _runsOut;

    /// <summary>What is left of it while it is held; null: it is not.</summary>
    private TimeSpan? _heldWith;

    /// <summary>What plays; null when nothing does.</summary>
    public string? Playback
    {
        get
        {
            lock (Gate) return _playback;
        }
    }

    /// <summary>How loud that is, in dB.</summary>
    public double Volume
    {
        get
        {
            lock (Gate) return _volume;
        }
    }

    /// <summary>It plays, and is held.</summary>
    public bool IsHeld
    {
        get
        {
            lock (Gate) return _playback is not null && _heldWith is not null;
        }
    }

    private CommandResult StartPlayback(Play play)
    {
        if (_stage is not LegStage.Answered and not LegStage.Offered)
            return Refusal.Gone($"leg {Id} is {Words(_stage)}, expected one that hears us: answered, or a caller");

        _playbacksBegun ??= new(StringComparer.Ordinal);
        if (!_playbacksBegun.Add(play.PlaybackId)) return CommandResult.Done;

        FinishPlayback(completed: false, replaced: true);
        _playback = play.PlaybackId;
        _volume = play.Volume;
        var (length, problem) = PlayableLength.Total(play.Playables);
        if (problem is not null) FinishPlayback(completed: false, problem: problem);
        else if (!play.Repeat) RunOutAfter(length);
        return CommandResult.Done;
    }

    private CommandResult HoldPlayback(string playbackId)
    {
        if (playbackId != _playback || _heldWith is not null) return CommandResult.Done;
        _heldWith = _runsOut is { } end ? end - _now : TimeSpan.MaxValue;
        _runsOut = null;
        return CommandResult.Done;
    }

    private CommandResult ReleasePlayback(string playbackId)
    {
        if (playbackId != _playback || _heldWith is not { } left) return CommandResult.Done;
        _heldWith = null;
        if (left < TimeSpan.MaxValue) RunOutAfter(left);
        return CommandResult.Done;
    }

    private CommandResult SetVolume(SetPlayVolume command)
    {
        if (command.PlaybackId == _playback) _volume = command.Volume;
        return CommandResult.Done;
    }

    private void RunOutAfter(TimeSpan time)
    {
        _runsOut = _now + time;
        _agenda.Add(_now + time, new Happening.PlaybackRunsOut(_playback!));
    }

    /// <summary>It may have been held meanwhile: then another moment is the one.</summary>
    private bool HasRunOut(string playbackId) => playbackId == _playback && _runsOut <= _now;

    private CommandResult StopPlayback(string playbackId)
    {
        if (playbackId == _playback) FinishPlayback(completed: false);
        return CommandResult.Done;
    }

    private void FinishPlayback(bool completed, bool replaced = false, string? problem = null)
    {
        if (_playback is not { } playbackId) return;
        _playback = null;
        _runsOut = _heldWith = null;
        Raise(new PlaybackFinished(Id, _log.NextSequence, playbackId, completed) { Replaced = replaced, Problem = problem });
    }
}
