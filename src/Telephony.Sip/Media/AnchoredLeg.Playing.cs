using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// What is played to a leg, one after another. The engine tells neither how far it is nor when it is over: a clock does, and what is held is gone on with by
/// playing the rest of it.
/// </summary>
internal sealed partial class AnchoredLeg
{
    private readonly Lock _gate = new();
    private volatile Playback? _playing;

    public override async ValueTask<MediaResult> Play(Play play)
    {
        if (play.Playables.Count == 0) return MediaResult.Failed("found nothing to play");
        if (play.Playables.Select(media.Sounds.WhyNot).OfType<string>().FirstOrDefault() is { } problem) return MediaResult.Failed(problem);
        if (!_hasPhone) return MediaResult.Failed("this caller has no phone");
        // Played to a caller who is not answered: by 183, as far as he takes it.
        if (_isCaller && (await AnswerCaller([]).ConfigureAwait(false)).Problem is { } unanswered) return MediaResult.Failed(unanswered);
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        var playback = new Playback(play, new CancellationTokenSource());
        Playback? before;
        lock (_gate) (before, _playing) = (_playing, playback);
        // It is not heard on until all of this one is there.
        if (before is { Over.IsCancellationRequested: false })
        {
            before.End();
            await call.Change(() => call.Ask("stop media", NgRequests.Of(Tag))).ConfigureAwait(false);
        }

        _ = Run(call, playback);
        return MediaResult.Done;
    }

    public override ValueTask StopPlaying(string playbackId) => Find(playbackId) is { } playback ? Silence(playback, playback.End) : default;

    public override ValueTask HoldPlaying(string playbackId) => Find(playbackId) is { } playback ? Silence(playback, playback.Hold) : default;

    public override void ResumePlaying(string playbackId) => Find(playbackId)?.GoOn();

    public override void SetVolume(string playbackId, double decibels) => Find(playbackId)?.SetVolume(decibels);

    private Playback? Find(string playbackId) => _playing is { } playback && playback.Play.PlaybackId == playbackId ? playback : null;

    /// <summary>What another one plays by then is not touched.</summary>
    private async ValueTask Silence(Playback playback, Action how)
    {
        how();
        if (Call is { IsLost: false } call) await Quiet(call, playback).ConfigureAwait(false);
    }

    private Task<NgReply> Quiet(AnchoredCall call, Playback playback) =>
        call.Change(() => _playing == playback ? call.Ask("stop media", NgRequests.Of(Tag)) : Task.FromResult(NgReply.Silence));

    /// <summary>Owned by the playback: it never faults.</summary>
    private async Task Run(AnchoredCall call, Playback playback)
    {
        try
        {
            var problem = await PlayAll(call, playback).ConfigureAwait(false);
            playback.End();
            user.PlaybackEnded(playback.Play.PlaybackId, problem);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or the leg is over: whoever did that has told.
        }
    }

    /// <summary>All is got before any of it is heard: no gaps, and a failure is no half announcement.</summary>
    /// <returns>Why it could not be played.</returns>
    private async Task<string?> PlayAll(AnchoredCall call, Playback playback)
    {
        var play = playback.Play;
        var sounds = await Task.WhenAll(play.Playables.Select(playable => media.Sounds.Get(playable, play, playback.Over))).ConfigureAwait(false);
        foreach (var (at, sound) in sounds.Index())
            if (sound.Problem is { } problem) return sounds.Length == 1 ? problem : $"{at + 1} of {sounds.Length}: {problem}";
        if (play.Repeat && Array.TrueForAll(sounds, sound => sound.Length == TimeSpan.Zero)) return "found nothing to hear, which cannot be repeated";
        do
        {
            foreach (var sound in sounds)
                if (await PlayOne(call, playback, sound).ConfigureAwait(false) is { } problem) return problem;
        }
        while (play.Repeat);
        return null;
    }

    private async Task<string?> PlayOne(AnchoredCall call, Playback playback, Sound sound)
    {
        var toCome = new Stack<Sound>([sound]);
        while (toCome.TryPop(out var next))
        {
            var (volume, until) = await playback.NextTurn().ConfigureAwait(false);
            var begun = media.Time.GetTimestamp();
            if (next.Wave is { } wave)
            {
                var items = NgRequests.Play(Tag, WaveFile.Scaled(wave, volume), next.Times);
                var asked = await call.Change(() =>
                {
                    begun = media.Time.GetTimestamp();
                    return until.IsCompleted ? Task.FromResult(NgReply.Silence) : call.Ask("play media", items);
                }).ConfigureAwait(false);
                if (!until.IsCompleted && Problem(asked) is { } problem) return problem;
            }

            var left = next.Length - media.Time.GetElapsedTime(begun);
            await until.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, media.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!until.IsCompleted && next.IsCut) await Quiet(call, playback).ConfigureAwait(false);
            if (until.IsCompleted)
                foreach (var rest in next.After(media.Time.GetElapsedTime(begun)).Reverse()) toCome.Push(rest);
        }

        return null;
    }
}
