using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>One playback at a time: a new one takes the place of the one before, which counts as stopped.</summary>
internal sealed partial class SimulatedLeg
{
    private string? _playback;
    private HashSet<string>? _playbacksBegun;

    /// <summary>What plays; null when nothing does.</summary>
    public string? Playback
    {
        get
        {
            lock (Gate) return _playback;
        }
    }

    private CommandResult StartPlayback(Play play)
    {
        if (_stage is not LegStage.Answered and not LegStage.Offered)
            return Refusal.Gone($"leg {Id} is {Words(_stage)}, expected one that hears us: answered, or a caller");

        _playbacksBegun ??= new(StringComparer.Ordinal);
        if (!_playbacksBegun.Add(play.PlaybackId)) return CommandResult.Done;

        FinishPlayback(completed: false);
        _playback = play.PlaybackId;
        if (PlayableLength.Total(play.Playables) is not { } length) FinishPlayback(completed: false);
        else if (!play.Repeat) _agenda.Add(_now + length, new Happening.PlaybackRunsOut(play.PlaybackId));
        return CommandResult.Done;
    }

    private CommandResult StopPlayback(string playbackId)
    {
        if (playbackId == _playback) FinishPlayback(completed: false);
        return CommandResult.Done;
    }

    private void FinishPlayback(bool completed)
    {
        if (_playback is not { } playbackId) return;
        _playback = null;
        Raise(new PlaybackFinished(Id, _log.NextSequence, playbackId, completed));
    }
}
