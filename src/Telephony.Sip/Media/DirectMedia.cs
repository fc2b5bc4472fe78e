using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// Media that go directly between the ends of a bridge: each is told the other's description, by re-INVITE where it has not been told by then.
/// Who is in no bridge hears nothing; nothing can be played, recorded or heard by us.
/// </summary>
internal sealed class DirectMedia(string sinkAddress) : IMedia
{
    public string SinkAddress => sinkAddress;

    public bool MakesWebrtc => false;

    public MediaLeg Begin(IMediaUser user, MediaLeg? caller, string? tag = null) => new DirectMediaLeg(this, user, caller as DirectMediaLeg);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Both ends of one leg: what the far end said of itself, and whose description it was told.</summary>
internal sealed class DirectMediaLeg(DirectMedia plane, IMediaUser user, DirectMediaLeg? caller) : MediaLeg
{
    private const string NeedsEngine = "needs a media engine, and none is configured";

    private readonly Lock _gate = new();
    private readonly List<DirectMediaLeg> _callees = [];
    private SessionDescription? _own;
    private SessionDescription? _toldOf;
    private ReadOnlyMemory<byte> _told;
    private DirectMediaLeg? _peer;

    /// <summary>Whom another node carries, and this leg is joined to.</summary>
    private SessionDescription? _across;
    private bool _hasPhone;
    private bool _wantsOffer;

    /// <summary>What a caller is answered in, in order; empty: as he offers.</summary>
    private IReadOnlyList<string> _codecs = [];

    /// <summary>It was dialed with it; a caller says himself what he takes.</summary>
    private SrtpPolicy _encryption = SrtpPolicy.Optional;

    public override ValueTask<MediaResult> Offer(DialTarget target)
    {
        (_hasPhone, _encryption) = (true, target.Encryption);
        if (target.WebrtcMedia == true) return new(MediaResult.Failed($"webrtc_media {NeedsEngine}"));
        caller?.Adopt(this);
        var source = caller?._own ?? Descriptions.Sink(plane.SinkAddress);
        if (Descriptions.OnlyCodecs(source, target.Codecs) is not { } offer)
            return new(MediaResult.Failed($"the caller offers none of {string.Join(", ", target.Codecs)}; transcoding {NeedsEngine}"));
        if (Descriptions.Misfit(offer, target.Encryption) is { } misfit) return new(MediaResult.Failed($"{misfit}; changing that {NeedsEngine}"));
        return new(Tell(offer, source));
    }

    public override ValueTask<StreamResult> OpenStream(StreamFormat format, DialTarget target) => new(new StreamResult(null, $"a stream {NeedsEngine}"));

    public override ValueTask<MediaResult> TakeAnswer(ReadOnlyMemory<byte> description, bool early)
    {
        if (!SessionDescription.TryParse(description.Span, out var answer)) return new(MediaResult.Failed("its answer holds no session description"));
        _own = answer;
        return new(MediaResult.Done);
    }

    /// <summary>A caller who was told of it hears it.</summary>
    public override ValueTask BeHeard() => ValueTask.CompletedTask;

    /// <summary>What comes straight from it nobody can keep from him.</summary>
    public override ValueTask BeSilent() => ValueTask.CompletedTask;

    public override void TakeOffer(ReadOnlyMemory<byte>? description)
    {
        (_hasPhone, _wantsOffer) = (description is not null, description is { IsEmpty: true });
        _own = SessionDescription.TryParse(description.GetValueOrDefault().Span, out var offer) ? offer : Descriptions.Sink(plane.SinkAddress);
    }

    public override ValueTask<MediaResult> AnswerCaller(IReadOnlyList<string> codecs)
    {
        if (!_told.IsEmpty) return new(new MediaResult(_told));
        _codecs = codecs;
        if (Only(_own!) is not { } own) return new(MediaResult.Failed(Descriptions.NoneOf(_own!, codecs)));
        _own = own;
        var speaking = Callees().Where(callee => callee._own is not null).ToList();
        if (speaking is [{ _own: { } only } callee] && callee._toldOf == _own) return new(Tell(only, only));
        // Until he has answered, what stands for him stands for those whom he is to hear, too.
        if (_wantsOffer) return new(Tell(_own!, _own!));
        return new(Descriptions.Hold(_own!, plane.SinkAddress) is { } hold
            ? Tell(hold, hold)
            : MediaResult.Failed($"nothing of its offer can be answered; anything else {NeedsEngine}"));
    }

    public override async ValueTask<MediaResult> TakeReoffer(ReadOnlyMemory<byte> description)
    {
        if (description.IsEmpty) return new MediaResult(_peer is null && _across is null ? _told : Descriptions.BothWays(_told));
        if (!SessionDescription.TryParse(description.Span, out var told)) return MediaResult.Failed("found no session description");
        if (Only(told) is not { } offer) return MediaResult.Failed(Descriptions.NoneOf(told, _codecs));
        if (_peer is { _hasPhone: true } peer)
        {
            if (await peer.Reoffer(offer).ConfigureAwait(false) is { } problem) return MediaResult.Failed(problem);
            _own = offer;
            return Tell(peer._own!, peer._own!);
        }
        _own = offer;
        if (_across is { } across) return new MediaResult(_told = Descriptions.Directed(across.ToBytes(), description));
        return Descriptions.Hold(offer, plane.SinkAddress) is { } hold ? Tell(hold, hold) : MediaResult.Failed("nothing of its offer can be answered");
    }

    public override async ValueTask<MediaResult> TakeReanswer(ReadOnlyMemory<byte> description)
    {
        if (!SessionDescription.TryParse(description.Span, out var answer)) return MediaResult.Failed("its answer holds no session description");
        if (_own is { } own && Descriptions.AreAlike(own, answer)) return MediaResult.Done;
        _own = answer;
        return _peer is { } peer ? await Join(peer).ConfigureAwait(false) : MediaResult.Done;
    }

    public override async ValueTask<MediaResult> Join(MediaLeg peer)
    {
        var other = (DirectMediaLeg)peer;
        var problem = await Introduce(other).ConfigureAwait(false) ?? await other.Introduce(this).ConfigureAwait(false);
        if (problem is not null) return MediaResult.Failed(problem);
        (_peer, other._peer) = (other, this);
        return MediaResult.Done;
    }

    public override async ValueTask<MediaResult> JoinAcross(string peerLegId, ReadOnlyMemory<byte> theirs)
    {
        if (_own is null) return MediaResult.Failed($"leg {LegId} has told no session description");
        if (theirs.IsEmpty) return new MediaResult(_own.ToBytes());
        if (!SessionDescription.TryParse(theirs.Span, out var other)) return MediaResult.Failed("the other half's description cannot be read");
        if (_across is not { } known || !Descriptions.AreAlike(known, other))
            if (await Reoffer(_across = other).ConfigureAwait(false) is { } problem) return MediaResult.Failed(problem);
        return new MediaResult(_own.ToBytes());
    }

    public override async ValueTask Part(MediaLeg? peer)
    {
        (_peer, _across) = (null, null);
        if (peer is DirectMediaLeg other) other._peer = null;
        foreach (var leg in new[] { this, peer as DirectMediaLeg }.OfType<DirectMediaLeg>())
            if (leg._own is { } own && Descriptions.Hold(own, plane.SinkAddress) is { } hold) await leg.Reoffer(hold).ConfigureAwait(false);
    }

    public override ValueTask<MediaResult> Play(Play play) => new(MediaResult.Failed($"playing {NeedsEngine}"));

    public override ValueTask StopPlaying(string playbackId) => ValueTask.CompletedTask;

    public override ValueTask HoldPlaying(string playbackId) => ValueTask.CompletedTask;

    public override void ResumePlaying(string playbackId)
    {
    }

    public override void SetVolume(string playbackId, double decibels)
    {
    }

    public override ValueTask<MediaResult> SendDigits(string digits) => new(MediaResult.Failed($"sending digits {NeedsEngine}"));

    public override void End()
    {
        caller?.Leave(this);
        if (_peer is { } peer) peer._peer = null;
        _peer = null;
    }

    /// <summary>Tells this end of the other, unless it knows.</summary>
    private async ValueTask<string?> Introduce(DirectMediaLeg other)
    {
        if (other._own is not { } description) return $"leg {other.LegId} has told no session description";
        // Where nobody listens is as good as anywhere: a phone that sends into the void need not be told of another one.
        if (!other._hasPhone && !_told.IsEmpty) return null;
        return _toldOf == description ? null : await Reoffer(description).ConfigureAwait(false);
    }

    private async ValueTask<string?> Reoffer(SessionDescription description)
    {
        if (_hasPhone)
        {
            if (Descriptions.Misfit(description, _encryption) is { } misfit) return $"what leg {LegId} is to be told: {misfit}";
            var answer = await user.Reoffer(description.ToBytes()).ConfigureAwait(false);
            if (!SessionDescription.TryParse(answer.Span, out var own)) return $"leg {LegId} did not take a new description";
            if (Descriptions.Misfit(own, _encryption) is { } unsafely) return $"leg {LegId} answered a new description: {unsafely}";
            // What it answers is the other end's to know only if it says something new.
            if (_own is null || !Descriptions.AreAlike(_own, own)) _own = own;
        }
        Tell(description, description);
        return null;
    }

    private MediaResult Tell(SessionDescription description, SessionDescription of)
    {
        (_told, _toldOf) = (description.ToBytes(), of);
        return new MediaResult(_told);
    }

    private SessionDescription? Only(SessionDescription description) => _hasPhone ? Descriptions.OnlyCodecs(description, _codecs) : description;

    private string LegId => user.LegId;

    private void Adopt(DirectMediaLeg callee)
    {
        lock (_gate) _callees.Add(callee);
    }

    private void Leave(DirectMediaLeg callee)
    {
        lock (_gate) _callees.Remove(callee);
    }

    private List<DirectMediaLeg> Callees()
    {
        lock (_gate) return [.. _callees];
    }
}
