using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Sdp;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>What happens on an answered leg, and what its media tell.</summary>
internal sealed partial class SipLeg
{
    public override void Ended(SipSession session, CallEnding ending) => Happen(() =>
    {
        if (session != _session) return;
        var cause = EndCauses.OfSession(ending);
        End(_answerCrossed && cause.Kind == EndKind.LocalHangUp ? new EndCause(EndKind.AnswerCrossedCancel) : cause);
    });

    public override void OfferReceived(SipSession session, IncomingOffer offer) => Work(async () =>
    {
        var answer = WhyNotSafeLater(offer.Description) is { } unsafely
            ? MediaResult.Failed(unsafely)
            : await Media.TakeReoffer(offer.Description).ConfigureAwait(false);
        if (answer.Problem is null) offer.Accept(answer.Description);
        else offer.Reject(488);
    });

    public override void Acknowledged(SipSession session, SipRequest ack)
    {
        var answer = Multipart.Find(ack, Capabilities.SdpType);
        if (_isCaller && _stage == LegStage.Answering) Work(() => TakeCallersAnswer(answer));
        else if (WhyNotSafeLater(answer) is { } unsafely) Happen(() =>
        {
            if (_stage is LegStage.Answering or LegStage.Answered) Abandon(unsafely);
        });
        else if (!answer.IsEmpty) Work(async () => await Media.TakeReanswer(answer).ConfigureAwait(false));
    }

    /// <summary>A leg that was dialed keeps to the encryption it was dialed with as long as it is up.</summary>
    private string? WhyNotSafeLater(ReadOnlyMemory<byte> description)
    {
        if (_isCaller || description.IsEmpty) return null;
        return SessionDescription.TryParse(description.Span, out var told) ? SrtpCheck.ProblemLater(told, _target) : "found no session description";
    }

    /// <summary>Digits of phones that send them by INFO.</summary>
    public override void RequestReceived(SipSession session, ServerTransaction request)
    {
        if (request.Request.Method != SipMethods.Info)
        {
            request.Respond(405);
            return;
        }

        request.Respond(200);
        if (InfoDigit.Read(request.Request) is { } digit) ((IMediaUser)this).Pressed(digit);
    }

    async Task<ReadOnlyMemory<byte>> IMediaUser.Reoffer(ReadOnlyMemory<byte> description)
    {
        if (_other is { } other) return (await other.Media.TakeReoffer(description).ConfigureAwait(false)).Description;
        if (_session is not { } session) return default;
        var outcome = await session.Offer(description).ConfigureAwait(false);
        return outcome is { IsSuccess: true, Response: { } response } ? Multipart.Find(response, Capabilities.SdpType) : default;
    }

    void IMediaUser.Pressed(char digit) => Happen(() =>
    {
        if (_stage != LegStage.Answered || !Dtmf.IsDigit(digit)) return;
        Raise(new DigitPressed(Id, _log.NextSequence, digit));
        if (Bridge is LocalLink local) local.Other(this)._stream?.Hear(digit);
    });

    void IMediaUser.PlaybackEnded(string playbackId, string? problem) => Happen(() => FinishPlayback(playbackId, completed: problem is null, problem: problem));

    void IMediaUser.MediaGone() => Happen(() =>
    {
        if (_stage is LegStage.Answered or LegStage.Answering or LegStage.Dialed or LegStage.Offered) Raise(new MediaLost(Id, _log.NextSequence));
    });
}
