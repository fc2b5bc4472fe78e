using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// Whom the engine has put opposite to this leg: another leg of its call, or a stand-in of its own, that is nowhere or is the other half of a bridge. Never blocked, for
/// an engine that drops a leg's audio loses track of the digits in between.
/// </summary>
internal sealed partial class AnchoredLeg
{
    /// <summary>Whom it is joined to, or is heard by before its answer.</summary>
    private volatile AnchoredLeg? _peer;
    private bool _isJoined;

    /// <summary>Opposite to it; null: another leg of its call is.</summary>
    private StandIn? _opposite;

    /// <summary>The last one it had.</summary>
    private StandIn? _standIn;
    private int _standIns;

    /// <summary>The one that has made an offer to a caller without one.</summary>
    private string? _offerer;

    public override async ValueTask<MediaResult> Join(MediaLeg peer)
    {
        var other = (AnchoredLeg)peer;
        if (Call is not { IsLost: false } call || other.Call is not { IsLost: false }) return MediaResult.Failed(NoEngine);
        if (other.Call != call || !(_isCaller || other._isCaller)) return await JoinHalves(other).ConfigureAwait(false);
        var (caller, callee) = _isCaller ? (this, other) : (other, this);
        var faced = Told(await call.Change(() => FaceEachOther(call, caller, callee)).ConfigureAwait(false));
        _isJoined = other._isJoined = faced.Problem is null;
        return faced;
    }

    public override async ValueTask Part(MediaLeg? peer)
    {
        Separate();
        if (Call is { IsLost: false } call) await PutAside(call).ConfigureAwait(false);
        if (peer is AnchoredLeg { Call: { IsLost: false } itsCall } other) await other.PutAside(itsCall).ConfigureAwait(false);
    }

    private Task<NgReply> PutAside(AnchoredCall call) => call.Change(() => StepAside(call));

    /// <summary>Joined to nobody: what it says goes nowhere, and it hears what we play.</summary>
    private async Task<NgReply> StepAside(AnchoredCall call)
    {
        var nowhere = await Begin(call, NgRequests.AlsoG711, peerId: null).ConfigureAwait(false);
        if (!nowhere.Offered.IsDone) return nowhere.Offered;
        return await Meet(call, nowhere, Descriptions.SinkFor(nowhere.Offered.Sdp ?? "", media.SinkAddress).ToString()).ConfigureAwait(false);
    }

    /// <summary>
    /// Offers the leg to a new stand-in, which takes the place of the one before: an engine that has joined two once takes them for joined still, and drops a direction.
    /// </summary>
    /// <param name="peerId">Whose half of a bridge it is; null: nobody's.</param>
    private async Task<StandIn> Begin(AnchoredCall call, NgDictionary codec, string? peerId)
    {
        var before = _standIn;
        var tag = $"{Tag}~{++_standIns}";
        var offered = await call.Ask("offer", NgRequests.OfferPlain(_own, Tag, tag, codec)).ConfigureAwait(false);
        _standIn = _opposite = new StandIn(tag, codec, offered, peerId);
        // It hears nobody from here until the new one answers: who is deleted while a leg hears him takes along what plays to that leg.
        await call.Ask("unsubscribe", NgRequests.Between(before?.Tag ?? tag, Tag)).ConfigureAwait(false);
        if (before is not null) await call.Ask("delete", NgRequests.Delete(Tag, before.Tag)).ConfigureAwait(false);
        return _standIn;
    }

    /// <summary>A caller without an offer is offered what says that he is nowhere yet.</summary>
    private async Task<NgReply> Offer(AnchoredCall call)
    {
        var tag = $"{Tag}~{++_standIns}";
        var offered = await call.Ask("offer", NgRequests.OfferPlain(media.Sink, tag, Tag, _codecs.Count > 0 ? NgRequests.Only(_codecs) : NgRequests.AlsoG711)).ConfigureAwait(false);
        _offerer = tag;
        return offered;
    }

    /// <summary>Only now it is known where he is, and whoever was offered him before was offered nobody.</summary>
    private async Task<NgReply> TakeCallersAnswer(AnchoredCall call)
    {
        _owesAnswer = false;
        call.CallerSdp = _own;
        var answered = await call.Ask("answer", NgRequests.Answer(_own, _offerer!, Tag)).ConfigureAwait(false);
        _standIn = _opposite = new StandIn(_offerer!, NgRequests.AlsoG711, answered, PeerId: null) { Own = media.Sink };
        return answered;
    }

    private Task<NgReply> Meet(AnchoredCall call, StandIn standIn, string description)
    {
        standIn.Own = description;
        return call.Ask("answer", NgRequests.Answer(description, Tag, standIn.Tag));
    }

    /// <summary>The engine sends what the caller says to whoever was answered last: whoever was answered before is answered once more.</summary>
    private static async Task<NgReply> FaceEachOther(AnchoredCall call, AnchoredLeg caller, AnchoredLeg callee)
    {
        if (caller._over.Task.IsCompleted || callee._over.Task.IsCompleted) return NgReply.Refusal("a leg is over");
        if (callee._offered != call.CallerSdp)
        {
            // The engine learns where the caller is by now; the callee need not, since it talks to the engine's own port.
            callee._offered = call.CallerSdp;
            var offered = await call.Ask("offer", NgRequests.Offer(call.CallerSdp, caller.Tag, callee.Tag, callee._target!)).ConfigureAwait(false);
            if (!offered.IsDone) return offered;
        }

        var answered = await call.Ask("answer", NgRequests.Answer(callee._own, caller.Tag, callee.Tag)).ConfigureAwait(false);
        if (!answered.IsDone) return answered;
        (caller._peer, callee._peer) = (callee, caller);
        caller._opposite = callee._opposite = null;
        return answered;
    }

    /// <summary>The engine was told of another one: this caller hears whom he is joined to, or nobody.</summary>
    private async Task TurnBack(AnchoredCall call)
    {
        if (_isJoined) await FaceAgain(call).ConfigureAwait(false);
        else if (_standIn is not null) await StepAside(call).ConfigureAwait(false);
        if (!_isJoined && Separate() is { } heard) await heard.StepAside(call).ConfigureAwait(false);
    }

    /// <summary>Its description has changed.</summary>
    private async Task<NgReply> FaceAgain(AnchoredCall call)
    {
        if (_opposite is null && _peer is { } peer)
        {
            if (_isCaller) peer._offered = _own;
            var offered = await call.Ask("offer", NgRequests.Reoffer(_own, Tag, peer.Tag, peer._target, peer._own)).ConfigureAwait(false);
            return offered.IsDone ? await call.Ask("answer", NgRequests.Answer(peer._own, Tag, peer.Tag)).ConfigureAwait(false) : offered;
        }

        if (_opposite is not { Own: { } theirs } standIn) return NgReply.Refusal("there is nobody to talk to");
        var again = await call.Ask("offer", NgRequests.OfferPlain(_own, Tag, standIn.Tag, standIn.Codec)).ConfigureAwait(false);
        return again.IsDone ? await call.Ask("answer", NgRequests.Answer(theirs, Tag, standIn.Tag)).ConfigureAwait(false) : again;
    }

    /// <returns>Whom it was joined to.</returns>
    private AnchoredLeg? Separate()
    {
        var peer = _peer;
        if (peer is null) return null;
        (_peer, peer._peer) = (null, null);
        _isJoined = peer._isJoined = false;
        return peer;
    }

    /// <param name="Codec">What it was offered of them.</param>
    /// <param name="PeerId">The leg that it stands for; null: nobody.</param>
    private sealed record StandIn(string Tag, NgDictionary Codec, NgReply Offered, string? PeerId)
    {
        /// <summary>What it says of itself; null: it has not answered.</summary>
        public string? Own { get; set; }
    }
}
