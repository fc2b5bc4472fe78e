using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What comes from the far end within the session.</summary>
public sealed partial class SipSession
{
    /// <summary>Answers a PRACK; set while an INVITE to us rings.</summary>
    internal Func<ServerTransaction, bool>? TakesPrack { get; set; }

    /// <summary>Decides the INVITE that a BYE ends before it was answered.</summary>
    internal Action<SipRequest>? EndedEarly { get; set; }

    /// <summary>Our 2xx made the offer, and its ACK has not come.</summary>
    internal bool OffersInAnswer { get; private set; }

    internal void Receive(ServerTransaction transaction) => Mailbox.Post(() => Take(transaction));

    internal void ReceiveAck(SipRequest ack) => Mailbox.Post(() => TakeAck(ack));

    internal void TakeAck(SipRequest ack)
    {
        if (!_answer.TryTake(ack)) return;
        OffersInAnswer = false;
        _listener.Acknowledged(this, ack);
        AnswerSettled();
    }

    private void Take(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (State == SessionState.Over) transaction.Respond(481);
        else if (Dialog.Take(request) == SequenceVerdict.OutOfOrder) transaction.Respond(500);
        else if (request.Method == SipMethods.Bye) TakeBye(transaction);
        else if (State == SessionState.Leaving) transaction.Respond(481);
        else Dispatch(transaction);
    }

    private void Dispatch(ServerTransaction transaction)
    {
        switch (transaction.Request.Method)
        {
            case SipMethods.Invite when State == SessionState.Early:
                // The first INVITE is not decided: RFC 3261 section 14.2 for both sides of it.
                transaction.Respond(IsCaller ? 491 : 500);
                break;
            case SipMethods.Invite or SipMethods.Update:
                _offers.Take(transaction);
                break;
            case SipMethods.Prack:
                if (TakesPrack?.Invoke(transaction) != true) transaction.Respond(481);
                break;
            case SipMethods.Refer:
                _referrals.TakeRefer(transaction);
                break;
            case SipMethods.Notify:
                _referrals.TakeNotify(transaction);
                break;
            case SipMethods.Options:
                Agent.AnswerOptions(transaction);
                break;
            default:
                _listener.RequestReceived(this, transaction);
                break;
        }
    }

    // RFC 3261 section 15.1.2. When both hang up at once, both are answered 200.
    private void TakeBye(ServerTransaction transaction)
    {
        var bye = transaction.Request;
        _offers.Abort();
        transaction.Respond(200);
        EndedEarly?.Invoke(bye);
        End(new CallEnding(State == SessionState.Leaving ? EndedBy.Us : EndedBy.FarEnd, bye));
    }

    internal void AcceptOffer(ServerTransaction transaction, ReadOnlyMemory<byte> description)
    {
        if (State == SessionState.Over)
        {
            transaction.Respond(481);
            return;
        }
        var response = NewAnswer(transaction, description);
        RefreshTarget(transaction.Request, transaction.Source);
        Learn(transaction.Request);
        if (transaction.Request.Method == SipMethods.Invite)
        {
            OffersInAnswer = transaction.Request.Body.IsEmpty;
            _answer.Send(transaction, response);
        }
        else transaction.Respond(response);
    }

    /// <summary>The 2xx to an INVITE or UPDATE.</summary>
    internal SipResponse NewAnswer(ServerTransaction transaction, ReadOnlyMemory<byte> description)
    {
        var response = SipResponses.To(transaction.Request, 200, toTag: Id.LocalTag);
        response.Headers.CopyFrom(transaction.Request.Headers, HeaderNames.RecordRoute);
        Agent.PutContact(response, transaction.Source, ContactUser);
        response.Headers.Add(HeaderNames.Allow, Capabilities.Allow);
        response.Headers.Add(HeaderNames.Supported, Capabilities.Supported);
        _timer.Accept(transaction.Request, response);
        if (description.IsEmpty) return response;
        response.SetBody(Capabilities.SdpType, description);
        LocalDescription = description;
        return response;
    }

    internal OutgoingRequest Start(SipRequest request, PendingRequest pending, DigestClient? digest = null)
    {
        var sending = new OutgoingRequest(Agent, Mailbox, pending, request, new OutgoingTerms(Flow, digest ?? _digest, Dialog.Renumber, ContactUser: ContactUser, Local: Local));
        sending.Start();
        return sending;
    }

    /// <summary>Refreshes the session; one that is not refreshed ends by its timer.</summary>
    internal void Refresh() => _offers.Offer(AllowsUpdate ? default : LocalDescription, AllowsUpdate, outcome =>
    {
        if (outcome.IsSuccess || outcome == RequestOutcome.TooLate) return;
        // Its Allow promised too much: the next time by re-INVITE.
        if (outcome.Response?.Status is 405 or 501) AllowsUpdate = false;
        _timer.Refused(outcome.Response);
    });

    internal void TakeOffer() => OffersInAnswer = true;
}
