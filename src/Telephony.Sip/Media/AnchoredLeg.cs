using System.Text;
using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// The media of one leg, as the engine has them: a tag in a call. A caller's leg is the one that all others are offered to. Who is in no bridge has a stand-in
/// opposite: whoever confirms hears nothing of the caller.
/// </summary>
internal sealed partial class AnchoredLeg(AnchoredMedia media, IMediaUser user, AnchoredCall? callersCall, string tag) : MediaLeg
{
    private const string NoEngine = "no media engine is alive";

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _own = "";
    private ReadOnlyMemory<byte> _told;
    private bool _isCaller;
    private bool _hasPhone;

    /// <summary>He has called without an offer, and not answered ours.</summary>
    private bool _owesAnswer;

    /// <summary>What a caller is to be answered in, the best first; empty: the engine's choice.</summary>
    private IReadOnlyList<string> _codecs = [];

    /// <summary>What was asked of it, and whose description it was offered.</summary>
    private DialTarget? _target;
    private string? _offered;

    public string Tag => tag;

    public AnchoredCall? Call { get; private set; }

    public override async ValueTask<MediaResult> Offer(DialTarget target)
    {
        (_hasPhone, _target) = (true, target);
        if (Enter(callersCall is { IsLost: false } known ? known : null) is not { } call) return MediaResult.Failed(NoEngine);
        var offer = Tell(await call.Change(() => OfferCaller(call, target)).ConfigureAwait(false));
        // It was over before it had entered its call: whoever ended it has found nothing to leave.
        if (_over.Task.IsCompleted) End();
        return offer;
    }

    /// <summary>The engine is not told that the two are joined: it would let the caller hear each leg that answers.</summary>
    public override async ValueTask<MediaResult> TakeAnswer(ReadOnlyMemory<byte> description, bool early)
    {
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        _own = Encoding.UTF8.GetString(description.Span);
        if (early) return MediaResult.Done;
        if (_owesAnswer) return Told(await call.Change(() => TakeCallersAnswer(call)).ConfigureAwait(false));
        if (Separate() is { } heard) await heard.PutAside(call).ConfigureAwait(false);
        return Told(await PutAside(call).ConfigureAwait(false));
    }

    public override async ValueTask BeHeard()
    {
        if (Call is not { IsLost: false } call || call.Find(call.CallerTag) is not { } caller || _peer == caller) return;
        await call.Change(() => FaceEachOther(call, caller, this)).ConfigureAwait(false);
    }

    public override async ValueTask BeSilent()
    {
        if (Call is { IsLost: false } && Separate() is { } caller) await Part(caller).ConfigureAwait(false);
    }

    public override void TakeOffer(ReadOnlyMemory<byte>? description)
    {
        (_isCaller, _hasPhone, _owesAnswer) = (true, description is not null, description is { IsEmpty: true });
        Call = media.NewCall(Tag, Tag);
        _own = description is { IsEmpty: false } offer ? Spoken.First(Encoding.UTF8.GetString(offer.Span)) : media.Sink;
        if (Call is not { } call) return;
        call.CallerSdp = _own;
        call.Add(this);
    }

    /// <summary>Answered before anybody else is: with a description whose other end is nowhere yet.</summary>
    public override async ValueTask<MediaResult> AnswerCaller(IReadOnlyList<string> codecs)
    {
        if (!_told.IsEmpty || !_hasPhone) return new MediaResult(_told);
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        _codecs = codecs;
        if (AsAnswered(_own) is not { } own) return MediaResult.Failed(NoneOf(_own));
        if (_owesAnswer) return Tell(await call.Change(() => Offer(call)).ConfigureAwait(false));
        call.CallerSdp = _own = own;
        return Tell(await PutAside(call).ConfigureAwait(false));
    }

    /// <summary>The engine is told where the far end is now; the other leg hears silence on hold and is not asked.</summary>
    public override async ValueTask<MediaResult> TakeReoffer(ReadOnlyMemory<byte> description)
    {
        if (description.IsEmpty) return new MediaResult(Descriptions.BothWays(_told));
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        var answered = Tell(await Renew(call, description).ConfigureAwait(false));
        return answered.Problem is null ? new MediaResult(_told = Descriptions.Directed(_told, description)) : answered;
    }

    public override async ValueTask<MediaResult> TakeReanswer(ReadOnlyMemory<byte> description) =>
        Call is { IsLost: false } call ? Told(await Renew(call, description).ConfigureAwait(false)) : MediaResult.Failed(NoEngine);

    private Task<NgReply> Renew(AnchoredCall call, ReadOnlyMemory<byte> description)
    {
        var own = Encoding.UTF8.GetString(description.Span);
        if (_isCaller)
        {
            if (AsAnswered(own) is not { } kept) return Task.FromResult(NgReply.Refusal(NoneOf(own)));
            call.CallerSdp = own = kept;
        }

        _own = own;
        return call.Change(() => FaceAgain(call));
    }

    /// <summary>A caller's description, with what he speaks in front; null: nothing of it is what he is to be answered in.</summary>
    private string? AsAnswered(string description)
    {
        if (_codecs.Count == 0) return Spoken.First(description);
        // Who owes an answer is offered them, whatever he will speak.
        return _owesAnswer ? Spoken.IsAnyOf(_codecs) ? description : null : Spoken.Only(description, _codecs);
    }

    private string NoneOf(string description) => SessionDescription.TryParse(Encoding.UTF8.GetBytes(description), out var offer) ? Descriptions.NoneOf(offer, _codecs) : "found no session description";

    public override void End()
    {
        _playing?.End();
        _over.TrySetResult();
        var left = Separate();
        if (left is { Call: { IsLost: false } itsCall } && !left._over.Task.IsCompleted) _ = left.PutAside(itsCall);
        if (Call is not { } call) return;
        Call = null;
        if (call.Remove(this)) media.End(call);
        else if (!_isCaller && !call.IsLost) _ = call.Change(() => Leave(call));
    }

    public void Lose()
    {
        _playing?.End();
        user.MediaGone();
    }

    /// <summary>What the caller says reaches whoever was offered it last, once that one answers: he is turned away from it at once.</summary>
    private async Task<NgReply> OfferCaller(AnchoredCall call, DialTarget target)
    {
        _offered = call.CallerSdp;
        var offered = await call.Ask("offer", NgRequests.Offer(_offered, call.CallerTag, Tag, target)).ConfigureAwait(false);
        if (call.Find(call.CallerTag) is { } caller) await caller.TurnBack(call).ConfigureAwait(false);
        return offered;
    }

    private async Task<NgReply> Leave(AnchoredCall call)
    {
        if (_standIn is { } standIn) await call.Ask("delete", NgRequests.Delete(Tag, standIn.Tag)).ConfigureAwait(false);
        if (call.Find(call.CallerTag) is { _peer: null, _standIn: not null } caller) await caller.StepAside(call).ConfigureAwait(false);
        return await call.Ask("delete", NgRequests.Delete(call.CallerTag, Tag)).ConfigureAwait(false);
    }

    private AnchoredCall? Enter(AnchoredCall? call)
    {
        if (call is null)
        {
            call = media.NewCall(Tag, $"{Tag}-nobody");
            if (call is not null) call.CallerSdp = media.Sink;
        }

        call?.Add(this);
        return Call = call;
    }

    private static MediaResult Told(NgReply reply) => Problem(reply) is { } problem ? MediaResult.Failed(problem) : MediaResult.Done;

    private MediaResult Tell(NgReply reply)
    {
        if (Problem(reply) is { } problem) return MediaResult.Failed(problem);
        _told = Descriptions.WithoutSources(Encoding.UTF8.GetBytes(reply.Sdp ?? ""));
        return new MediaResult(_told);
    }

    private static string? Problem(NgReply reply) => reply.Outcome switch
    {
        NgOutcome.Done => null,
        NgOutcome.Refused => $"the media engine refused: {reply.Error}",
        _ => "the media engine does not answer",
    };
}
