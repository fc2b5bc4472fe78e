using System.Text;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// The media of one leg, as the engine has them: a tag in a call. A caller's leg is the one that all others are offered to. What comes from a leg that is not
/// in a bridge is blocked, and so is what goes there: whoever confirms hears nothing of the caller.
/// </summary>
internal sealed partial class AnchoredLeg(AnchoredMedia media, IMediaUser user, AnchoredCall? callersCall) : MediaLeg
{
    private const string NoEngine = "no media engine is alive";

    private string _own = "";
    private ReadOnlyMemory<byte> _told;
    private bool _isCaller;
    private bool _hasPhone;

    /// <summary>He has called without an offer, and not answered ours.</summary>
    private bool _owesAnswer;

    /// <summary>What was asked of it, and whose description it was offered.</summary>
    private DialTarget? _target;
    private string? _offered;

    /// <summary>The caller hears it, or did, before its answer.</summary>
    private bool _isHeard;

    public string Tag => user.LegId;

    private string Aside => $"{Tag}-aside";

    public AnchoredCall? Call { get; private set; }

    public override async ValueTask<MediaResult> Offer(DialTarget target)
    {
        _hasPhone = true;
        if (Enter(callersCall is { IsLost: false } known ? known : null) is not { } call) return MediaResult.Failed(NoEngine);
        (_target, _offered) = (target, call.CallerSdp);
        return Tell(await call.Ask("offer", NgRequests.Offer(call.CallerSdp, call.CallerTag, Tag, target)).ConfigureAwait(false));
    }

    /// <summary>The engine is told only when it is to join the two: told at once, it would let the caller hear each leg that answers.</summary>
    public override async ValueTask<MediaResult> TakeAnswer(ReadOnlyMemory<byte> description, bool early)
    {
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        _own = Encoding.UTF8.GetString(description.Span);
        if (early) return MediaResult.Done;
        if (_owesAnswer) return await TakeCallersAnswer(call).ConfigureAwait(false);
        await call.HideCaller(this).ConfigureAwait(false);
        if (_isHeard) return Told(await call.Ask("block media", NgRequests.Of(Tag)).ConfigureAwait(false));
        return Told(await PutAside(call).ConfigureAwait(false));
    }

    public override async ValueTask BeHeard()
    {
        if (Call is not { IsLost: false } call) return;
        if (_isHeard) await call.Ask("unblock media", NgRequests.Of(Tag)).ConfigureAwait(false);
        else
        {
            _isHeard = true;
            await call.Ask("answer", NgRequests.Answer(_own, call.CallerTag, Tag)).ConfigureAwait(false);
        }
    }

    public override async ValueTask BeSilent()
    {
        if (Call is { IsLost: false } call && _isHeard) await call.Ask("block media", NgRequests.Of(Tag)).ConfigureAwait(false);
    }

    public override void TakeOffer(ReadOnlyMemory<byte>? description)
    {
        (_isCaller, _hasPhone, _owesAnswer) = (true, description is not null, description is { IsEmpty: true });
        Call = media.NewCall(Tag, Tag);
        _own = description is { IsEmpty: false } offer ? Encoding.UTF8.GetString(offer.Span) : Descriptions.Sink(media.SinkAddress).ToString();
        if (Call is not { } call) return;
        call.CallerSdp = _own;
        call.Add(this);
    }

    /// <summary>Answered before anybody else is: with a description whose other end is nowhere yet.</summary>
    public override async ValueTask<MediaResult> AnswerCaller(IReadOnlyList<string> codecs)
    {
        if (!_told.IsEmpty || !_hasPhone) return new MediaResult(_told);
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        return Tell(_owesAnswer
            ? await call.Ask("offer", NgRequests.Offer(_own, Aside, Tag)).ConfigureAwait(false)
            : await PutAside(call).ConfigureAwait(false));
    }

    /// <summary>A caller's answer to our offer: only now it is known where he is, and whoever was offered him before was offered a stand-in.</summary>
    private async Task<MediaResult> TakeCallersAnswer(AnchoredCall call)
    {
        _owesAnswer = false;
        call.CallerSdp = _own;
        var answered = await call.Ask("answer", NgRequests.Answer(_own, Aside, Tag)).ConfigureAwait(false);
        _asideSdp = answered.Sdp;
        return Told(answered);
    }

    /// <summary>The engine is told where the far end is now; the other leg hears silence on hold and is not asked.</summary>
    public override async ValueTask<MediaResult> TakeReoffer(ReadOnlyMemory<byte> description)
    {
        if (description.IsEmpty) return new MediaResult(_told);
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        _own = Encoding.UTF8.GetString(description.Span);
        var other = _isCaller ? call.Answered : call.CallerTag;
        var theirs = _isCaller ? call.Find(other ?? "")?._own : call.CallerSdp;
        if (_isCaller) call.CallerSdp = _own;
        if (other is null || theirs is null) return MediaResult.Failed("found nobody to talk to");
        var offered = await call.Ask("offer", NgRequests.Offer(_own, Tag, other)).ConfigureAwait(false);
        if (Problem(offered) is { } problem) return MediaResult.Failed(problem);
        var answered = Tell(await call.Ask("answer", NgRequests.Answer(theirs, Tag, other)).ConfigureAwait(false));
        return answered.Problem is null ? new MediaResult(_told = Descriptions.Directed(_told, description)) : answered;
    }

    public override async ValueTask<MediaResult> Join(MediaLeg peer)
    {
        var other = (AnchoredLeg)peer;
        var (caller, callee) = _isCaller || !other._isCaller ? (this, other) : (other, this);
        if (caller.Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        if (callee.Call != call || !caller._isCaller)
            return MediaResult.Failed("the two legs are not of one call; moving one to the other's engine is not supported");
        if (callee._offered != call.CallerSdp)
        {
            // The engine learns where the caller is; the callee need not, since it talks to the engine's own port.
            callee._offered = call.CallerSdp;
            var offered = await call.Ask("offer", NgRequests.Offer(call.CallerSdp, call.CallerTag, callee.Tag, callee._target)).ConfigureAwait(false);
            if (Problem(offered) is { } unoffered) return MediaResult.Failed(unoffered);
        }

        // The engine sends what the caller says to whoever was answered last: the winner is answered once more.
        var answered = await call.Ask("answer", NgRequests.Answer(callee._own, call.CallerTag, callee.Tag)).ConfigureAwait(false);
        if (Problem(answered) is { } problem) return MediaResult.Failed(problem);
        call.Answered = callee.Tag;
        await call.ShowCaller(callee).ConfigureAwait(false);
        await call.Ask("unblock media", NgRequests.Of(callee.Tag)).ConfigureAwait(false);
        (caller._peer, callee._peer) = (callee, caller);
        return MediaResult.Done;
    }

    public override async ValueTask Part(MediaLeg peer)
    {
        Separate();
        if (Call is not { IsLost: false } call) return;
        var callee = _isCaller ? (AnchoredLeg)peer : this;
        await call.HideCaller(callee).ConfigureAwait(false);
        await call.Ask("block media", NgRequests.Of(callee.Tag)).ConfigureAwait(false);
        call.Answered = null;
    }

    public override void End()
    {
        EndPlaying();
        _over.TrySetResult();
        Separate();
        if (Call is not { } call) return;
        if (call.Remove(this))
        {
            media.Forget(call);
            if (!call.IsLost) _ = call.Ask("delete", new NgDictionary());
        }
        else if (!_isCaller && !call.IsLost) _ = Leave(call);
    }

    private void Separate()
    {
        if (_peer is { } peer) (_peer, peer._peer) = (null, null);
    }

    private async Task Leave(AnchoredCall call)
    {
        if (call.Answered == Tag) call.Answered = null;
        await call.Ask("delete", NgRequests.Delete(Tag, Aside)).ConfigureAwait(false);
        await call.Ask("delete", NgRequests.Delete(call.CallerTag, Tag)).ConfigureAwait(false);
        await call.ShowCaller(this).ConfigureAwait(false);
    }

    public void Lose()
    {
        EndPlaying();
        user.MediaGone();
    }

    private AnchoredCall? Enter(AnchoredCall? call)
    {
        if (call is null)
        {
            call = media.NewCall(Tag, $"{Tag}-nobody");
            if (call is not null) call.CallerSdp = Descriptions.Sink(media.SinkAddress).ToString();
        }

        call?.Add(this);
        return Call = call;
    }

    /// <summary>
    /// Joined to nobody: what it says goes nowhere, and it hears what we play. Not blocked, for an engine that drops a leg's audio loses track of the digits in between.
    /// </summary>
    private async ValueTask<NgReply> PutAside(AnchoredCall call)
    {
        var offered = await call.Ask("offer", NgRequests.OfferAside(_own, Tag, Aside)).ConfigureAwait(false);
        _asideSdp = offered.Sdp;
        return offered.IsDone
            ? await call.Ask("answer", NgRequests.Answer(Descriptions.Sink(media.SinkAddress).ToString(), Tag, Aside)).ConfigureAwait(false)
            : offered;
    }

    private static MediaResult Told(NgReply reply) => Problem(reply) is { } problem ? MediaResult.Failed(problem) : MediaResult.Done;

    private MediaResult Tell(NgReply reply)
    {
        if (Problem(reply) is { } problem) return MediaResult.Failed(problem);
        _told = Encoding.UTF8.GetBytes(reply.Sdp ?? "");
        return new MediaResult(_told);
    }

    private static string? Problem(NgReply reply) => reply.Outcome switch
    {
        NgOutcome.Done => null,
        NgOutcome.Refused => $"the media engine refused: {reply.Error}",
        _ => "the media engine does not answer",
    };
}
