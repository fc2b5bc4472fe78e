using System.Net;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

public enum SessionState
{
    /// <summary>Rings.</summary>
    Early,

    /// <summary>Answered.</summary>
    Confirmed,

    /// <summary>We sent BYE and wait for its answer.</summary>
    Leaving,
    Over,
}

/// <summary>The INVITE usage of one dialog: what both sides do within it, from the first ringing to the BYE.</summary>
public sealed partial class SipSession
{
    private CallListener _listener;
    private readonly DigestClient? _digest;
    private readonly AckKeeper _acks = new();
    private readonly SessionTimer _timer;
    private readonly OfferExchange _offers;
    private readonly ReferralBook _referrals;
    private readonly AnswerRepeater _answer;
    private readonly TaskCompletionSource<CallEnding> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _lastReliable;
    private bool _byeWanted;
    private ReasonValue? _byeReason;

    internal SipSession(
        SipUserAgent agent, Mailbox mailbox, Dialog dialog, CallListener listener, bool isCaller, DigestClient? digest, SessionTerms terms)
    {
        (Agent, Mailbox, Dialog, _listener, IsCaller, _digest) = (agent, mailbox, dialog, listener, isCaller, digest);
        _timer = new SessionTimer(this, terms);
        _offers = new OfferExchange(this);
        _referrals = new ReferralBook(this);
        _answer = new AnswerRepeater(this);
    }

    public DialogId Id => Dialog.Id;

    public SessionState State { get; private set; } = SessionState.Early;

    /// <summary>How it ended; <c>null</c> while it lives.</summary>
    public CallEnding? Ending { get; private set; }

    /// <summary>Completes when the session is over and its listener has been told.</summary>
    public Task<CallEnding> Over => _over.Task;

    /// <summary>Whether the INVITE was ours.</summary>
    public bool IsCaller { get; }

    public NameAddress Remote => Dialog.Remote;

    /// <summary>Where the far end wants its requests.</summary>
    public SipUri RemoteTarget => Dialog.Target;

    /// <summary>Where a listener may keep what is its own.</summary>
    public object? Tag { get; set; }

    internal SipUserAgent Agent { get; }

    internal Mailbox Mailbox { get; }

    internal Dialog Dialog { get; }

    internal CallListener Listener => _listener;

    internal string? ContactUser { get; init; }

    /// <summary>It was called without a look-up, on a connection of its own: it need not listen anywhere.</summary>
    internal bool WasCalledOnConnection { get; init; }

    /// <summary>The way its requests go if no look-up leads there: back over the connection or the mapping that its last INVITE or UPDATE came by.</summary>
    internal SipTarget? Flow { get; private set; }

    /// <summary>Our socket that the far end knows, where there are several.</summary>
    internal IPEndPoint? Local { get; private set; }

    /// <summary>The last description that we sent; a refresh by re-INVITE repeats it.</summary>
    internal ReadOnlyMemory<byte> LocalDescription { get; set; }

    /// <summary>The far end takes UPDATE (RFC 3311).</summary>
    internal bool AllowsUpdate { get; private set; }

    /// <summary>The listener knows of this session, and is told its end.</summary>
    internal bool IsTold { get; set; }

    internal AnswerRepeater Answer => _answer;

    internal SessionTimer Timer => _timer;

    /// <summary>Ends an answered session by BYE; one that rings is cancelled or rejected instead. A 2xx of ours that is not sent or not acknowledged yet is waited for (RFC 3261 section 15).</summary>
    public void HangUp(ReasonValue? reason = null) => Mailbox.Post(() =>
    {
        // Ours to answer, and early: its 2xx may be waiting for a PRACK.
        if (_byeWanted || !(State == SessionState.Confirmed || (State == SessionState.Early && !IsCaller))) return;
        (_byeWanted, _byeReason) = (true, reason);
        if (State == SessionState.Confirmed && !_answer.IsWaiting) SendBye();
    });

    /// <summary>Offers a new description (hold, another codec, another address); the outcome is the far end's answer.</summary>
    /// <remarks>Glare (491) is resolved by asking again after the wait of RFC 3261 section 14.1.</remarks>
    public Task<RequestOutcome> Offer(ReadOnlyMemory<byte> description, bool byUpdate = false)
    {
        var outcome = new TaskCompletionSource<RequestOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        Mailbox.Post(() => _offers.Offer(description, byUpdate, outcome.SetResult));
        return outcome.Task;
    }

    /// <summary>Sends a request within the session: INFO, MESSAGE and the like.</summary>
    public Task<RequestOutcome> Request(string method, string? contentType = null, ReadOnlyMemory<byte> body = default, params SipHeader[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return OnMailbox(() =>
        {
            var request = Dialog.NewRequest(method);
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            if (contentType is not null) request.SetBody(contentType, body);
            return Send(request);
        });
    }

    /// <summary>Asks the far end to call somebody else (RFC 3515); what becomes of it is told as <see cref="CallListener.ReferralProgressed"/>.</summary>
    public Task<RequestOutcome> Refer(NameAddress target, params SipHeader[] headers) => Refer(target, null, headers);

    /// <param name="credentials">Should the far end ask for some; <c>null</c> for those of the INVITE.</param>
    public Task<RequestOutcome> Refer(NameAddress target, Credentials? credentials, params SipHeader[] headers) =>
        OnMailbox(() => _referrals.Refer(target, credentials is null ? null : new DigestClient(credentials), headers));

    internal void Confirm(SipMessage message)
    {
        State = SessionState.Confirmed;
        Learn(message);
    }

    /// <summary>From now on its requests go the way that this came, if neither its Contact nor a proxy says another.</summary>
    /// <param name="way">Where a request came from; of a response, where its request went.</param>
    internal void Follow(SipMessage message, SipTarget way)
    {
        Local = way.Local;
        Flow = Dialog.Routes.Count > 0 ? null : WasCalledOnConnection && way.Connection != 0 ? way : SymmetricRouting.FlowWithin(message, way);
    }

    /// <summary>A target refresh (RFC 3261 section 12.2): a phone that has moved says its new Contact, and comes from there.</summary>
    internal void RefreshTarget(SipMessage message, SipTarget way)
    {
        Dialog.Refresh(message);
        if (message.Contacts.Count > 0) Follow(message, way);
    }

    internal void Learn(SipMessage message) =>
        AllowsUpdate |= message.Headers.Values(HeaderNames.Allow).Contains(SipMethods.Update, StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends a request of this dialog. A response that says that the dialog is gone ends the session (RFC 3261 section 12.2.1.2).</summary>
    internal Task<RequestOutcome> Send(SipRequest request, bool endsIfLost = true, DigestClient? digest = null)
    {
        var pending = new PendingRequest(outcome =>
        {
            if (endsIfLost && outcome.IsDialogLost) Lose(outcome);
        });
        Start(request, pending, digest);
        return pending.Outcome;
    }

    internal async Task<RequestOutcome> OnMailbox(Func<Task<RequestOutcome>> work)
    {
        var started = new TaskCompletionSource<Task<RequestOutcome>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Mailbox.Post(() =>
        {
            try
            {
                started.SetResult(State == SessionState.Over ? Task.FromResult(RequestOutcome.TooLate) : work());
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return await (await started.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>The far end is not there any more. It is told so all the same, should it be.</summary>
    internal void Lose(RequestOutcome outcome, EndedBy by = EndedBy.DialogLost)
    {
        if (State is SessionState.Over or SessionState.Leaving) return;
        if (State == SessionState.Confirmed) _ = Send(Dialog.NewRequest(SipMethods.Bye), endsIfLost: false);
        End(new CallEnding(by, outcome.Response, outcome.Failure));
    }

    /// <summary>Its WebSocket is gone. Browsers drop their calls when that happens to them, too.</summary>
    internal void LoseWay()
    {
        if (State is SessionState.Confirmed or SessionState.Leaving) End(new CallEnding(State == SessionState.Leaving ? EndedBy.Us : EndedBy.WayLost, Failure: RequestFailure.Transport));
    }

    internal void SendBye()
    {
        State = SessionState.Leaving;
        StopTimers();
        var bye = Dialog.NewRequest(SipMethods.Bye);
        if (_byeReason is not null) bye.Headers.Add(HeaderNames.Reason, _byeReason.ToString());
        var pending = new PendingRequest(outcome => End(new CallEnding(EndedBy.Us, outcome.Response, outcome.Failure)));
        Start(bye, pending);
    }

    /// <summary>Hangs up now if that was wanted while the ACK was missing.</summary>
    internal void AnswerSettled()
    {
        if (_byeWanted && State == SessionState.Confirmed) SendBye();
    }

    /// <summary>Ends an early session without a word: its INVITE has been decided otherwise.</summary>
    internal void Drop(CallEnding ending)
    {
        if (State == SessionState.Early) End(ending);
    }

    internal void End(CallEnding ending)
    {
        if (State == SessionState.Over) return;
        (State, Ending) = (SessionState.Over, ending);
        StopTimers();
        Agent.Remove(this);
        if (IsTold) _listener.Ended(this, ending);
        ending.Message?.ForgetWhatWasRead();
        (_listener, TakesPrack, EndedEarly) = (CallListener.Nobody, null, null);
        // Behind the piece of work that ended it, which may have an ending of its own to tell (IncomingCall).
        Mailbox.Post(() => _over.TrySetResult(ending));
    }

    private void StopTimers()
    {
        _timer.Stop();
        _offers.Stop();
        _answer.Stop();
    }
}
