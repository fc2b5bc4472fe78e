using System.Collections.Concurrent;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Media that can do anything and do nothing, and write down who is to be heard, what was offered and what is over.</summary>
internal sealed class RecordingMedia : IMedia
{
    /// <summary>Legs by their ids: <c>+b1</c> is to be heard, <c>-b1</c> no more.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    /// <summary>Media by their tags, each with what it was offered.</summary>
    public ConcurrentQueue<string> Offered { get; } = [];

    public ConcurrentQueue<string> Over { get; } = [];

    public bool MakesWebrtc => true;

    public MediaLeg Begin(IMediaUser user, MediaLeg? caller, string? tag = null) => new Leg(this, user, tag ?? user.LegId);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Leg(RecordingMedia media, IMediaUser user, string tag) : MediaLeg
    {
        private static readonly MediaResult Description = new(Phone.Sdp);

        public override ValueTask<MediaResult> Offer(DialTarget target)
        {
            media.Offered.Enqueue($"{tag} {(target.WebrtcMedia == true ? "webrtc" : "plain")}");
            return new(Description);
        }

        public override ValueTask<StreamResult> OpenStream(StreamFormat format, DialTarget target) => new(new StreamResult(null, "this plays nothing"));

        public override ValueTask<MediaResult> TakeAnswer(ReadOnlyMemory<byte> description, bool early) => new(MediaResult.Done);

        public override ValueTask BeHeard() => Note('+');

        public override ValueTask BeSilent() => Note('-');

        public override void TakeOffer(ReadOnlyMemory<byte>? description)
        {
        }

        public override ValueTask<MediaResult> AnswerCaller(IReadOnlyList<string> codecs) => new(Description);

        public override ValueTask<MediaResult> TakeReoffer(ReadOnlyMemory<byte> description) => new(Description);

        public override ValueTask<MediaResult> TakeReanswer(ReadOnlyMemory<byte> description) => new(MediaResult.Done);

        public override ValueTask<MediaResult> Join(MediaLeg peer) => new(MediaResult.Done);

        public override ValueTask<MediaResult> JoinAcross(string peerLegId, ReadOnlyMemory<byte> theirs) => new(MediaResult.Done);

        public override ValueTask Part(MediaLeg? peer) => ValueTask.CompletedTask;

        public override ValueTask<MediaResult> Play(Play play) => new(MediaResult.Done);

        public override ValueTask StopPlaying(string playbackId) => ValueTask.CompletedTask;

        public override ValueTask HoldPlaying(string playbackId) => ValueTask.CompletedTask;

        public override void ResumePlaying(string playbackId)
        {
        }

        public override void SetVolume(string playbackId, double decibels)
        {
        }

        public override ValueTask<MediaResult> SendDigits(string digits) => new(MediaResult.Done);

        public override void End() => media.Over.Enqueue(tag);

        private ValueTask Note(char sign)
        {
            media.Heard.Enqueue($"{sign}{user.LegId}");
            return ValueTask.CompletedTask;
        }
    }
}
