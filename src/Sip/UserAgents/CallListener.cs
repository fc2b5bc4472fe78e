using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// What happens to one call, one thing after the other and never two at once. Nothing here may block. What a listener does not
/// override is answered as a user agent answers that cannot do it.
/// </summary>
public abstract class CallListener
{
    /// <summary>Who listens when there is nothing more to tell, so that a call that is over keeps nobody.</summary>
    internal static readonly CallListener Nobody = new Deaf();

    /// <summary>180, 183 and their like to our INVITE. A downstream fork has a session for each of its branches.</summary>
    /// <param name="session">The early session; <c>null</c> if the response made none.</param>
    public virtual void Progressed(OutgoingCall call, SipSession? session, SipResponse response)
    {
    }

    /// <summary>Our INVITE was answered; the ACK is on its way. At most once a call.</summary>
    public virtual void Answered(OutgoingCall call, SipSession session, SipResponse response)
    {
    }

    /// <summary>Our INVITE came to nothing. Once a call, and not behind <see cref="Answered"/>.</summary>
    public virtual void Failed(OutgoingCall call, CallEnding ending)
    {
    }

    /// <summary>A call to us was given up before we answered it, or we refused it.</summary>
    public virtual void Failed(IncomingCall call, CallEnding ending)
    {
    }

    /// <summary>Our 2xx was acknowledged. The ACK carries the far end's answer if our 2xx made the offer.</summary>
    public virtual void Acknowledged(SipSession session, SipRequest ack)
    {
    }

    /// <summary>A reliable provisional response of ours arrived.</summary>
    public virtual void ProvisionalAcknowledged(IncomingCall call, SipRequest prack)
    {
    }

    /// <summary>The far end wants to change the session, by re-INVITE or UPDATE; <paramref name="offer"/> is to be answered once.</summary>
    public virtual void OfferReceived(SipSession session, IncomingOffer offer) => offer?.Reject(488);

    /// <summary>A request within the session that is none of the others (INFO, MESSAGE, ...); it is to be answered.</summary>
    public virtual void RequestReceived(SipSession session, ServerTransaction request) => request?.Respond(405);

    /// <summary>The far end asks us to call somebody else; <paramref name="referral"/> is to be answered once.</summary>
    public virtual void Referred(SipSession session, IncomingReferral referral) => referral?.Reject(603);

    /// <summary>What became of our REFER, as the far end tells it.</summary>
    /// <param name="status">Of the call that it made; <c>null</c>: it has ended its telling without one.</param>
    public virtual void ReferralProgressed(SipSession session, int? status, bool isLast)
    {
    }

    /// <summary>An answered session is over. Once a session.</summary>
    public virtual void Ended(SipSession session, CallEnding ending)
    {
    }

    private sealed class Deaf : CallListener
    {
    }
}

/// <summary>How a call or a session came to its end.</summary>
public enum EndedBy
{
    /// <summary>We hung up, and the far end confirmed it or is gone.</summary>
    Us,

    /// <summary>The far end sent BYE.</summary>
    FarEnd,

    /// <summary>A final response of 300 to 699.</summary>
    Refusal,

    /// <summary>The INVITE was cancelled, and the 487 has come.</summary>
    Cancel,

    /// <summary>The 2xx crossed our CANCEL: it was acknowledged, and hung up at once.</summary>
    AnswerCrossedCancel,

    /// <summary>See <see cref="CallEnding.Failure"/>.</summary>
    Failure,

    /// <summary>Our 2xx was never acknowledged.</summary>
    NoAck,

    /// <summary>A reliable provisional response of ours was never acknowledged.</summary>
    NoPrack,

    /// <summary>Nobody refreshed the session in time, or a refresh failed.</summary>
    SessionExpired,

    /// <summary>The far end does not know the dialog any more (481), or does not answer within it (408, timeout).</summary>
    DialogLost,

    /// <summary>The far end was behind a WebSocket, and that is gone.</summary>
    WayLost,

    /// <summary>Another branch of the same INVITE was answered.</summary>
    AnotherBranch,
}

/// <param name="Message">The response or request that ended it, if one did; its Reason headers may say why.</param>
public sealed record CallEnding(EndedBy By, SipMessage? Message = null, RequestFailure? Failure = null)
{
    public int? Status => (Message as SipResponse)?.Status;
}
