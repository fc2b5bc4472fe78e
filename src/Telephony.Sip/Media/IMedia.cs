using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>Who carries the media of this plane's legs: an rtpengine, or nobody but the two ends of a bridge.</summary>
internal interface IMedia : IAsyncDisposable
{
    /// <summary>The media of a leg that is about to begin.</summary>
    /// <param name="caller">Those of the inbound leg whose call this is; null where that leg is not known here.</param>
    /// <param name="tag">Its name among all media; null: the leg's id.</param>
    MediaLeg Begin(IMediaUser user, MediaLeg? caller, string? tag = null);

    /// <summary>Whether they can be what a browser speaks.</summary>
    bool MakesWebrtc { get; }
}

/// <summary>The leg that media belong to, as they see it. Called from any thread, outside of the leg's gate.</summary>
internal interface IMediaUser
{
    string LegId { get; }

    /// <summary>Offers the far end another description within its session.</summary>
    /// <returns>Its answer; empty if it takes none.</returns>
    Task<ReadOnlyMemory<byte>> Reoffer(ReadOnlyMemory<byte> description);

    void Pressed(char digit);

    /// <param name="problem">Why it could not be played; null: all of it was.</param>
    void PlaybackEnded(string playbackId, string? problem);

    /// <summary>No more media can come: the engine that carried them is gone.</summary>
    void MediaGone();
}

/// <summary>A description, or why there is none.</summary>
internal readonly record struct MediaResult(ReadOnlyMemory<byte> Description, string? Problem = null)
{
    public static readonly MediaResult Done;

    public static MediaResult Failed(string problem) => new(default, problem);
}

/// <summary>A stream's medium, or why there is none.</summary>
internal readonly record struct StreamResult(EngineStream? Audio, string? Problem);

/// <summary>The media of one leg. Its owner calls one member at a time, except for <see cref="End"/>.</summary>
internal abstract class MediaLeg
{
    /// <summary>The offer that goes out with the INVITE.</summary>
    public abstract ValueTask<MediaResult> Offer(DialTarget target);

    /// <summary>Instead: the far end is a stream, which speaks and hears by what comes back.</summary>
    public abstract ValueTask<StreamResult> OpenStream(StreamFormat format, DialTarget target);

    /// <summary>The far end's answer to it.</summary>
    /// <param name="early">Before the answer: what comes is heard by nobody until <see cref="BeHeard"/>.</param>
    public abstract ValueTask<MediaResult> TakeAnswer(ReadOnlyMemory<byte> description, bool early);

    /// <summary>Its caller is to hear what it sends before its answer.</summary>
    public abstract ValueTask BeHeard();

    /// <summary>Its caller is not to hear that any more, until <see cref="BeHeard"/> again.</summary>
    public abstract ValueTask BeSilent();

    /// <summary>The offer of a caller's INVITE; empty if he wants ours, which <see cref="TakeAnswer"/> is then the answer to; null: there is no phone.</summary>
    public abstract void TakeOffer(ReadOnlyMemory<byte>? description);

    /// <summary>What a caller is answered, in 183 or 200; who has made no offer is offered it.</summary>
    /// <param name="codecs">To answer with, in order; empty: what was offered.</param>
    public abstract ValueTask<MediaResult> AnswerCaller(IReadOnlyList<string> codecs);

    /// <summary>The far end offers anew within the session (hold); empty if it wants our offer.</summary>
    public abstract ValueTask<MediaResult> TakeReoffer(ReadOnlyMemory<byte> description);

    /// <summary>The far end's answer to what an empty <see cref="TakeReoffer"/> gave it: it stays with whom it is joined to.</summary>
    public abstract ValueTask<MediaResult> TakeReanswer(ReadOnlyMemory<byte> description);

    public abstract ValueTask<MediaResult> Join(MediaLeg peer);

    /// <summary>This leg's half of a bridge with one that another node carries.</summary>
    /// <param name="theirs">Where the other half takes audio; empty: not known yet.</param>
    /// <returns>Where this one does.</returns>
    public abstract ValueTask<MediaResult> JoinAcross(string peerLegId, ReadOnlyMemory<byte> theirs);

    /// <param name="peer">Null: another node carries it.</param>
    public abstract ValueTask Part(MediaLeg? peer);

    /// <summary>Plays; the end of it is told to the user, unless it repeats.</summary>
    public abstract ValueTask<MediaResult> Play(Play play);

    /// <summary>Stops that playback, if it plays.</summary>
    public abstract ValueTask StopPlaying(string playbackId);

    /// <summary>Holds that playback where it is, if it plays.</summary>
    public abstract ValueTask HoldPlaying(string playbackId);

    /// <summary>Lets it go on from there.</summary>
    public abstract void ResumePlaying(string playbackId);

    /// <summary>How loud it is from now on.</summary>
    public abstract void SetVolume(string playbackId, double decibels);

    public abstract ValueTask<MediaResult> SendDigits(string digits);

    /// <summary>The leg is over.</summary>
    public abstract void End();
}
