using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>An INVITE to us until it is decided (RFC 3261 section 13.3). 100 was sent already.</summary>
public sealed class IncomingCall
{
    private readonly SipUserAgent _agent;
    private readonly ServerTransaction _transaction;
    private readonly Mailbox _mailbox;
    private readonly ReliableProvisionals _reliable;
    private CallListener _listener = CallListener.Nobody;
    private SipSession? _session;
    private bool _decided;

    internal IncomingCall(SipUserAgent agent, ServerTransaction transaction)
    {
        (_agent, _transaction, Request) = (agent, transaction, transaction.Request);
        Offer = Multipart.Find(transaction.Request, Capabilities.SdpType);
        _mailbox = new Mailbox(agent.Report);
        _reliable = new ReliableProvisionals(transaction, agent.Time, agent.Transactions.Timers, _mailbox, Unacknowledged, prack => _listener.ProvisionalAcknowledged(this, prack));
    }

    public SipRequest Request { get; }

    /// <summary>Where it came from.</summary>
    public Transports.SipTarget Source => _transaction.Source;

    /// <summary>The far end's offer; empty if it wants ours.</summary>
    public ReadOnlyMemory<byte> Offer { get; }

    public bool SupportsReliable => Request.Supports("100rel");

    /// <summary>The session, once there is one: from <see cref="Accept"/> on.</summary>
    public SipSession? Session => _session;

    /// <summary>Takes the call on: from here the listener is told. To be called once, before anything else.</summary>
    public void Accept(CallListener listener, SessionTerms? terms = null, string? contactUser = null)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _mailbox.Post(() =>
        {
            _listener = listener;
            _session = new SipSession(_agent, _mailbox, Dialog.OfServer(Request, _transaction.ToTag), listener, isCaller: false, null, terms ?? new SessionTerms())
            {
                ContactUser = contactUser,
                TakesPrack = _reliable.Take,
                EndedEarly = EndEarly,
            };
            _session.Follow(Request, Source);
            _session.Learn(Request);
            _agent.Add(_session);
            Watch();
            if (_session.Timer.Refuse(Request) is { } tooShort) Decide(tooShort, new CallEnding(EndedBy.Refusal, tooShort));
        });
    }

    /// <summary>180, 183 and their like.</summary>
    /// <param name="reliable">Whether it is repeated until it is acknowledged; always so if the far end requires it.</param>
    public void Progress(int status, ReadOnlyMemory<byte> description = default, bool reliable = false, params SipHeader[] headers) => _mailbox.Post(() =>
    {
        if (_decided || _session is null) return;
        var response = NewResponse(status, headers);
        response.Headers.CopyFrom(Request.Headers, HeaderNames.RecordRoute);
        _agent.PutContact(response, Source, _session.ContactUser);
        if (!description.IsEmpty)
        {
            response.SetBody(Capabilities.SdpType, description);
            _session.LocalDescription = description;
        }
        if (status > 100 && (Request.Requires("100rel") || (reliable && SupportsReliable))) _reliable.Send(response);
        else _transaction.Respond(response);
    });

    /// <summary>200. The listener is told <see cref="CallListener.Acknowledged"/> when the far end knows it.</summary>
    public void Answer(ReadOnlyMemory<byte> description, params SipHeader[] headers) => _mailbox.Post(() =>
    {
        if (_decided || _session is null) return;
        _decided = true;
        // RFC 3262 section 3: the 2xx waits for the PRACK of what it rests on.
        _reliable.WhenQuiet(() => SendAnswer(description, headers));
    });

    /// <summary>Refuses with 300 to 699; for a redirection <paramref name="headers"/> bring the Contact.</summary>
    public void Reject(int status, string? phrase = null, params SipHeader[] headers) => _mailbox.Post(() =>
    {
        if (_decided) return;
        var response = NewResponse(status, headers, phrase);
        Decide(response, new CallEnding(EndedBy.Refusal, response));
    });

    /// <summary>Asks for credentials, instead of accepting the call; the far end calls again with them.</summary>
    /// <param name="stale">Whether those that it sent were right and only old.</param>
    public void Challenge(DigestVerifier verifier, bool stale = false, bool asProxy = true)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        _transaction.Respond(verifier.Challenge(Request, stale, asProxy));
    }

    private void Watch()
    {
        _transaction.WhenCancelled(cancel => _mailbox.Post(() => Cancelled(cancel)));
        _transaction.WhenFailed(_ => _mailbox.Post(Undeliverable));
    }

    private void SendAnswer(ReadOnlyMemory<byte> description, SipHeader[] headers)
    {
        var session = _session!;
        if (_transaction.IsAnswered || session.State == SessionState.Over) return;
        var response = session.NewAnswer(_transaction, description);
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        session.Confirm(Request);
        session.IsTold = true;
        if (Offer.IsEmpty && !description.IsEmpty) session.TakeOffer();
        session.Answer.Send(_transaction, response);
        _transaction.Unwatch();
        _listener = CallListener.Nobody;
    }

    private void Cancelled(SipRequest cancel)
    {
        // A CANCEL that crosses our 200 changes nothing (RFC 3261 section 9.2).
        if (!_transaction.IsAnswered) Decide(NewResponse(487, []), new CallEnding(EndedBy.Cancel, cancel));
    }

    private void EndEarly(SipRequest bye)
    {
        if (!_transaction.IsAnswered) Decide(NewResponse(487, []), new CallEnding(EndedBy.FarEnd, bye));
    }

    private void Unacknowledged()
    {
        if (!_transaction.IsAnswered) Decide(NewResponse(504, []), new CallEnding(EndedBy.NoPrack));
    }

    // No way leads back to the caller, who waits for nothing any more: his CANCEL would find nothing, and neither would our 200 find him.
    private void Undeliverable()
    {
        if (_session is { State: SessionState.Early }) Decide(null, new CallEnding(EndedBy.Failure, Failure: RequestFailure.Transport));
    }

    private void Decide(SipResponse? response, CallEnding ending)
    {
        _decided = true;
        _reliable.Stop();
        if (response is not null) _transaction.Respond(response);
        _session?.Drop(ending);
        _listener.Failed(this, ending);
        _listener = CallListener.Nobody;
    }

    private SipResponse NewResponse(int status, SipHeader[] headers, string? phrase = null)
    {
        var response = SipResponses.To(Request, status, phrase, _transaction.ToTag);
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        return response;
    }
}
