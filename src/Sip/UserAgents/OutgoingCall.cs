using System.Globalization;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// An INVITE of ours until it is decided (RFC 3261 section 13.2). It is never sent twice once anybody has answered it, except to a
/// challenge or a 422. Every 2xx is acknowledged; a second one, and one that crosses our CANCEL, is then hung up.
/// </summary>
public sealed class OutgoingCall : IOutgoingUser
{
    private readonly SipUserAgent _agent;
    private readonly InviteOptions _options;
    private CallListener _listener;
    private readonly Mailbox _mailbox;
    private readonly DigestClient? _digest;
    private readonly Dictionary<string, SipSession> _branches = [];
    private readonly TaskCompletionSource<SipSession> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipRequest _invite;
    private OutgoingRequest _sending;
    private bool _cancelled;
    private bool _decided;
    private bool _intervalRaised;

    internal OutgoingCall(SipUserAgent agent, InviteOptions options, CallListener listener)
    {
        (_agent, _options, _listener) = (agent, options, listener);
        _mailbox = new Mailbox(agent.Report);
        _digest = options.Credentials is { } credentials ? new DigestClient(credentials) : null;
        _invite = InviteBuilder.Build(options);
        CallId = _invite.CallId;
        LocalTag = _invite.From.Tag!;
        _sending = NewSending();
    }

    public string CallId { get; }

    public string LocalTag { get; }

    /// <summary>The session when it is answered; fails with <see cref="CallFailedException"/> if it never is.</summary>
    public Task<SipSession> Answered => _answered.Task;

    internal void Start() => _mailbox.Post(_sending.Start);

    /// <summary>Gives the call up. The listener is told <see cref="CallListener.Failed(OutgoingCall, CallEnding)"/> when the wire has said its last word.</summary>
    /// <param name="reason">Goes into the CANCEL: a loser is told <see cref="ReasonValue.CompletedElsewhere"/>.</param>
    public void Cancel(ReasonValue? reason = null) => _mailbox.Post(() =>
    {
        if (_decided) return;
        _cancelled = true;
        _sending.Cancel(reason);
    });

    void IOutgoingUser.Provisional(ClientTransaction transaction, SipResponse response)
    {
        if (response.Status == 100 || _decided) return;
        _invite = _sending.Request;
        if (response.To.Tag is null)
        {
            _listener.Progressed(this, null, response);
            return;
        }
        var session = BranchOf(response, transaction.Target);
        if (session.State == SessionState.Over || !session.TakeProvisional(response, _options)) return;
        _listener.Progressed(this, session, response);
    }

    void IOutgoingUser.Final(ClientTransaction transaction, SipResponse response)
    {
        _invite = response.IsSuccess ? transaction.Request : _sending.Request;
        if (response.IsSuccess) TakeAnswer(response, transaction.Target);
        else if (response.Status == 422 && !_cancelled && !_intervalRaised && response.MinSe is { } least) AskAgain(least);
        else Fail(new CallEnding(_cancelled && response.Status == 487 ? EndedBy.Cancel : EndedBy.Refusal, response));
    }

    void IOutgoingUser.Failed(RequestFailure failure)
    {
        // Somebody may answer yet what we have given up: until nobody can, that answer finds us here.
        if (failure is RequestFailure.Timeout or RequestFailure.CancelUnconfirmed) _agent.Linger(this);
        Fail(failure == RequestFailure.NotSent ? new CallEnding(EndedBy.Cancel, Failure: failure) : new CallEnding(EndedBy.Failure, Failure: failure));
    }

    void IOutgoingUser.Moved() => _agent.Linger(this);

    /// <summary>A 2xx whose transaction is over. If it is the first, what goes on elsewhere is cancelled.</summary>
    internal void TakeLateAnswer(SipResponse response, SipTarget source) => _mailbox.Post(() =>
    {
        TakeAnswer(response, source);
        _sending.Cancel(ReasonValue.CompletedElsewhere);
    });

    private void TakeAnswer(SipResponse response, SipTarget way)
    {
        var session = BranchOf(response, way);
        if (session.RepeatAck(response)) return;
        var left = session.Ending is { By: EndedBy.FarEnd } ending ? ending : null;
        session.Confirm(_invite, response, way, _options);
        if (left is not null)
        {
            // Its BYE overtook its 2xx (RFC 5407 section 3.3).
            session.End(left);
            Fail(left);
            return;
        }
        if (_cancelled || _decided)
        {
            session.HangUp();
            if (!_decided) Fail(new CallEnding(EndedBy.AnswerCrossedCancel, response));
            return;
        }
        _decided = true;
        foreach (var other in _branches.Values)
            if (other != session) other.Drop(new CallEnding(EndedBy.AnotherBranch));
        session.IsTold = true;
        session.Timer.Negotiated(response.SessionExpires, weAreUac: true);
        try
        {
            _listener.Answered(this, session, response);
        }
        finally
        {
            _listener = CallListener.Nobody;
            _answered.TrySetResult(session);
        }
    }

    // RFC 4028 section 7.4: once more with the interval that was asked for, and not a third time.
    private void AskAgain(SessionExpires least)
    {
        _intervalRaised = true;
        _invite = _invite.Copy();
        Renumber(_invite);
        _invite.Headers.Set(HeaderNames.MinSe, least.Seconds.ToString(CultureInfo.InvariantCulture));
        _invite.Headers.Set(HeaderNames.SessionExpires, Math.Max(least.Seconds, (int)(_options.Session.Expires?.TotalSeconds ?? 0)).ToString(CultureInfo.InvariantCulture));
        _sending = NewSending();
        _sending.Start();
    }

    private void Fail(CallEnding ending)
    {
        if (_decided) return;
        _decided = true;
        foreach (var branch in _branches.Values) branch.Drop(ending);
        _listener.Failed(this, ending);
        _listener = CallListener.Nobody;
        _answered.TrySetException(new CallFailedException(ending));
        _ = _answered.Task.Exception;
    }

    /// <param name="way">Where the INVITE went that this answers.</param>
    private SipSession BranchOf(SipResponse response, SipTarget way)
    {
        var tag = response.To.Tag ?? "";
        if (_branches.TryGetValue(tag, out var session)) return session;
        session = new SipSession(_agent, _mailbox, Dialog.OfClient(_invite, response), _listener, isCaller: true, _digest, _options.Session)
        {
            ContactUser = _options.ContactUser,
            LocalDescription = _options.Offer,
            WasCalledOnConnection = _options.Target is { Connection: not 0 },
        };
        session.Follow(response, way);
        _agent.Add(session);
        return _branches[tag] = session;
    }

    private OutgoingRequest NewSending() => new(
        _agent, _mailbox, this, _invite, new OutgoingTerms(_options.Target, _digest, Renumber, _options.FirstResponseTimeout, _options.ContactUser) { MayGoTo = _options.MayGoTo });

    private static void Renumber(SipRequest request) =>
        request.Headers.Set(HeaderNames.CSeq, new CSeq(request.CSeq.Number + 1, request.Method).ToString());
}

/// <summary>A call of ours was not answered.</summary>
public sealed class CallFailedException(CallEnding ending) : Exception($"The call ended by {ending?.By} {ending?.Message?.ToString() ?? ending?.Failure?.ToString()}".TrimEnd())
{
    public CallEnding Ending { get; } = ending!;
}
