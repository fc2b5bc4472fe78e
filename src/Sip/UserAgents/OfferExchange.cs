using System.Security.Cryptography;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// Offers behind the first one: ours by re-INVITE or UPDATE, theirs, and what happens when both come at once (RFC 3261 section 14,
/// RFC 3311 section 5.2). One of ours at a time, and one of theirs.
/// </summary>
internal sealed class OfferExchange(SipSession session)
{
    private const int MostGlares = 5;

    private readonly Queue<Action> _waiting = new();
    private ITimer? _glare;
    private TimerLine.Entry? _patience;
    private bool _oursPending;
    private bool _oursUnderWay;
    private IncomingOffer? _theirs;

    /// <summary>Sends an offer as soon as no other of ours is under way; empty for a refresh without one (UPDATE only).</summary>
    public void Offer(ReadOnlyMemory<byte> description, bool byUpdate, Action<RequestOutcome> told) => Begin(new Ours(description, byUpdate, told));

    /// <summary>A re-INVITE, or an UPDATE, of the far end.</summary>
    public void Take(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var hasOffer = request.Method == SipMethods.Invite || !request.Body.IsEmpty;
        if (hasOffer && Collision(transaction) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }
        if (session.Timer.Refuse(request) is { } tooShort)
        {
            transaction.Respond(tooShort);
            return;
        }
        var offer = new IncomingOffer(session, transaction, Settled);
        if (!hasOffer)
        {
            // An UPDATE without an offer refreshes the session and the target.
            offer.Accept(default);
            return;
        }
        _theirs = offer;
        session.Listener.OfferReceived(session, offer);
    }

    /// <summary>Withdraws the far end's offer, as BYE does.</summary>
    public void Abort() => _theirs?.Reject(487);

    public void Stop()
    {
        // Whoever waits out a glare is told when he would have asked again.
        _oursPending = false;
        while (_waiting.TryDequeue(out var next)) next();
    }

    // RFC 3261 section 14.2: our offer is under way: 491. Theirs is unanswered: 500, and again within ten seconds.
    private SipResponse? Collision(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (_theirs is not null)
        {
            var response = SipResponses.To(request, 500, toTag: session.Id.LocalTag);
            response.Headers.Add(HeaderNames.RetryAfter, RandomNumberGenerator.GetInt32(0, 11).ToString(System.Globalization.CultureInfo.InvariantCulture));
            return response;
        }
        // An offer in a 2xx of ours is answered by the ACK, which has not come (RFC 5407 section 3.1.4).
        return _oursUnderWay || session.OffersInAnswer ? SipResponses.To(request, 491, toTag: session.Id.LocalTag) : null;
    }

    private void Begin(Ours offer)
    {
        if (_oursPending)
        {
            _waiting.Enqueue(() => Begin(offer));
            return;
        }
        _oursPending = true;
        Send(offer, 0);
    }

    private void Send(Ours offer, int glares)
    {
        if (session.State is SessionState.Over or SessionState.Leaving)
        {
            Finish(RequestOutcome.TooLate, offer);
            return;
        }
        if (_theirs is not null)
        {
            // Their offer came in the meantime and is not answered yet.
            Later(() => Send(offer, glares));
            return;
        }
        _oursUnderWay = true;
        var request = session.Dialog.NewRequest(offer.ByUpdate ? SipMethods.Update : SipMethods.Invite);
        request.Headers.Add(HeaderNames.Allow, Capabilities.Allow);
        session.Timer.Ask(request);
        if (!offer.Description.IsEmpty) request.SetBody(Capabilities.SdpType, offer.Description);
        var pending = new PendingRequest(
            answer =>
            {
                _oursUnderWay = false;
                _patience?.Stop();
                if (answer.Response?.Status == 491 && glares < MostGlares) Later(() => Send(offer, glares + 1));
                else Finish(answer, offer);
            },
            Succeed);
        _patience?.Stop();
        var sending = session.Start(request, pending);
        if (offer.ByUpdate || pending.Outcome.IsCompleted) return;
        // Provisional responses keep an INVITE alive without end; within a session nobody is to be waited for so long.
        var transactions = session.Agent.Transactions;
        _patience = transactions.LineOf(transactions.Timers.Timeout).Set(() => session.Mailbox.Post(() => sending.Cancel(null)));
    }

    private void Succeed(ClientTransaction transaction, SipResponse response)
    {
        if (transaction.Request.Method == SipMethods.Invite)
        {
            if (session.RepeatAck(response)) return;
            session.SendAck(response);
        }
        session.RefreshTarget(response, transaction.Target);
        session.Learn(response);
        session.Timer.Negotiated(response.SessionExpires, weAreUac: true);
    }

    private void Finish(RequestOutcome answer, Ours offer)
    {
        _oursPending = false;
        if (answer.IsSuccess && !offer.Description.IsEmpty) session.LocalDescription = offer.Description;
        if (answer.IsDialogLost) session.Lose(answer);
        offer.Told(answer);
        if (_waiting.TryDequeue(out var next)) next();
    }

    // Section 14.1: 2.1 to 4 s for the side that made the Call-ID, up to 2 s for the other.
    private void Later(Action again)
    {
        var wait = session.IsCaller ? RandomNumberGenerator.GetInt32(210, 401) : RandomNumberGenerator.GetInt32(0, 201);
        _glare?.Dispose();
        _glare = session.Agent.Time.CreateTimer(_ => session.Mailbox.Post(again), null, TimeSpan.FromMilliseconds(wait * 10), Timeout.InfiniteTimeSpan);
    }

    private void Settled(IncomingOffer offer)
    {
        if (_theirs == offer) _theirs = null;
    }

    private sealed record Ours(ReadOnlyMemory<byte> Description, bool ByUpdate, Action<RequestOutcome> Told);
}
