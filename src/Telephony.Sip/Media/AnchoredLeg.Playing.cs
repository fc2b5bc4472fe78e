using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>What is played to a leg, one after another. The engine tells how long something plays and not when it is over: a timer does.</summary>
internal sealed partial class AnchoredLeg
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _playing;

    public override async ValueTask<MediaResult> Play(Play play)
    {
        if (play.Playables.Count == 0) return MediaResult.Failed("found nothing to play");
        if (play.Playables.Select(media.Sounds.WhyNot).OfType<string>().FirstOrDefault() is { } problem) return MediaResult.Failed(problem);
        if (!_hasPhone) return MediaResult.Failed("this caller has no phone");
        // Played to a caller who is not answered: by 183, as far as he takes it.
        if (_isCaller && (await AnswerCaller([]).ConfigureAwait(false)).Problem is { } unanswered) return MediaResult.Failed(unanswered);
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        var stop = new CancellationTokenSource();
        lock (_gate)
        {
            EndPlaying();
            _playing = stop;
        }

        _ = Run(call, play, stop.Token);
        return MediaResult.Done;
    }

    public override async ValueTask StopPlaying()
    {
        EndPlaying();
        if (Call is { IsLost: false } call) await call.Change(() => call.Ask("stop media", NgRequests.Of(Tag))).ConfigureAwait(false);
    }

    /// <summary>Owned by the playback: it never faults.</summary>
    private async Task Run(AnchoredCall call, Play play, CancellationToken stop)
    {
        try
        {
            // All is got before any of it is heard: no gaps, and a failure is no half announcement.
            var sounds = await Task.WhenAll(play.Playables.Select(playable => media.Sounds.Get(playable, play, stop))).ConfigureAwait(false);
            var isWhole = sounds.All(sound => sound.Problem is null);
            do
            {
                foreach (var sound in sounds) isWhole = isWhole && await PlayOne(call, sound, stop).ConfigureAwait(false);
            }
            while (play.Repeat && isWhole);
            user.PlaybackEnded(play.PlaybackId, isWhole);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the leg is over: whoever did that has told.
        }
    }

    private async Task<bool> PlayOne(AnchoredCall call, Sound sound, CancellationToken stop)
    {
        var length = sound.Length;
        if (sound.Wave is { } wave)
        {
            var items = NgRequests.Of(Tag);
            items["blob"] = new NgValue.Bytes(wave);
            items["repeat-times"] = sound.Times;
            if (!(await call.Change(() => call.Ask("play media", items)).ConfigureAwait(false)).IsDone) return false;
        }

        await Task.Delay(length, media.Time, stop).ConfigureAwait(false);
        return true;
    }

    private void EndPlaying()
    {
        lock (_gate)
        {
            _playing?.Cancel();
            _playing = null;
        }
    }
}
