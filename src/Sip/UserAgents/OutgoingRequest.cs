using System.Net;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>Why a request has no final response.</summary>
public enum RequestFailure
{
    /// <summary>Nobody answered in time.</summary>
    Timeout,

    /// <summary>It could not be sent to any target.</summary>
    Transport,

    /// <summary>The look-up found no target.</summary>
    Unreachable,

    /// <summary>The look-up found such targets alone that <see cref="InviteOptions.MayGoTo"/> does not let it go to.</summary>
    Forbidden,

    /// <summary>It was given up before it was sent.</summary>
    NotSent,

    /// <summary>The far end rang, was cancelled, and never said a final word.</summary>
    CancelUnconfirmed,
}

/// <summary>Whoever wanted the request; told within its mailbox.</summary>
internal interface IOutgoingUser
{
    void Provisional(ClientTransaction transaction, SipResponse response);

    /// <summary>A final response; of an INVITE there may be several 2xx.</summary>
    void Final(ClientTransaction transaction, SipResponse response);

    void Failed(RequestFailure failure);

    /// <summary>A target said nothing in time, and the next one is tried; the first may still answer.</summary>
    void Moved()
    {
    }
}

/// <param name="Target">Where it goes, without any look-up.</param>
/// <param name="Local">Our socket that the far end knows: what is looked up is sent from there.</param>
/// <param name="Renumber">Gives the request its next number before it is sent again.</param>
/// <param name="FirstResponse">How long one target may take to answer anything; <c>null</c> for 64*T1.</param>
internal sealed record OutgoingTerms(
    SipTarget? Target, DigestClient? Digest, Action<SipRequest> Renumber, TimeSpan? FirstResponse = null, string? ContactUser = null, IPEndPoint? Local = null)
{
    public Func<SipTarget, bool>? MayGoTo { get; init; }
}

/// <summary>
/// One request on its way: look-up, one target after the other while none was reached (RFC 3263 section 4.3: 503 before anybody rang, timeout,
/// transport error), answers to challenges, and for an INVITE its CANCEL.
/// </summary>
internal sealed class OutgoingRequest(SipUserAgent agent, Mailbox mailbox, IOutgoingUser user, SipRequest request, OutgoingTerms terms) : IClientTransactionUser
{
    private const int MostChallenges = 4;

    private Queue<SipTarget> _targets = [];
    private SipTarget? _target;
    private ClientTransaction? _current;
    private bool _heard;
    private bool _rang;
    private bool _opening;
    private bool _over;
    private int _challenges;
    private bool _cancelWanted;
    private bool _cancelSent;
    private ReasonValue? _cancelReason;
    private TimerLine.Entry? _cancelTimer;

    /// <summary>As it was sent last; once it was answered, see <see cref="Transaction.Request"/>.</summary>
    public SipRequest Request => request;

    public void Start()
    {
        if (terms.Target is { } target)
        {
            Begin([target]);
            return;
        }
        var resolving = agent.Resolver.Resolve(NextHop());
        if (resolving.IsCompletedSuccessfully) Begin(resolving.Result);
        else _ = Await(resolving);
    }

    /// <summary>Gives an INVITE up: no CANCEL before a provisional response (RFC 3261 section 9.1), and no further target.</summary>
    public void Cancel(ReasonValue? reason)
    {
        if (_over || _cancelWanted) return;
        (_cancelWanted, _cancelReason) = (true, reason);
        if (_current is null || _opening) Finish(RequestFailure.NotSent);
        else if (_heard) SendCancel();
    }

    private async Task Await(Task<IReadOnlyList<SipTarget>> resolving)
    {
        IReadOnlyList<SipTarget> targets = [];
        try
        {
            targets = await resolving.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // DNS that does not answer knows no target.
        }
        mailbox.Post(() => Begin(targets));
    }

    private void Begin(IReadOnlyList<SipTarget> targets)
    {
        if (_over) return;
        _targets = new Queue<SipTarget>(targets.Where(terms.MayGoTo ?? (_ => true)));
        if (!TryNext()) Finish(targets.Count > 0 ? RequestFailure.Forbidden : RequestFailure.Unreachable);
    }

    private bool TryNext()
    {
        if (!_targets.TryDequeue(out _target)) return false;
        if (terms.Target is null && terms.Local is not null) _target = _target with { Local = terms.Local };
        Send();
        return true;
    }

    private void Send()
    {
        // An earlier try keeps its own: its transaction may still have to acknowledge.
        if (_current is not null) request = request.Copy();
        agent.PutContact(request, _target!, terms.ContactUser);
        terms.Digest?.Authorize(request);
        _heard = false;
        // Nothing but UDP goes through a hole in a NAT.
        var mostBytes = _target!.IsReliable || terms.Target is not null ? int.MaxValue : agent.Transports.Options.LargestUdpRequest;
        if (agent.Transactions.TrySend(request, _target, this, terms.FirstResponse, mostBytes) is { } sent) _current = sent;
        else SendLarge();
    }

    // Whoever says UDP means it. The time for a first response begins when it is sent.
    private void SendLarge()
    {
        if (SipProtocols.Parse(NextHop().Transport) == SipProtocol.Udp || !agent.Upgrade.IsWorthATry(_target!))
        {
            SendBy(_target!);
            return;
        }
        _opening = true;
        agent.Upgrade.Open(_target!, tcp => mailbox.Post(() =>
        {
            _opening = false;
            if (!_over) SendBy(tcp ?? _target!);
        }));
    }

    private void SendBy(SipTarget target) => _current = agent.Transactions.Send(request, target, this, terms.FirstResponse);

    void IClientTransactionUser.ResponseReceived(ClientTransaction transaction, SipResponse response) => mailbox.Post(() => Take(transaction, response));

    void IClientTransactionUser.Failed(ClientTransaction transaction, TransactionFailure failure) => mailbox.Post(() => Take(transaction, failure));

    private void Take(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess) Succeed(transaction, response);
        else if (IsPast(transaction)) return;
        else if (response.IsProvisional) Hear(transaction, response);
        else Refused(transaction, response);
    }

    private bool IsPast(ClientTransaction transaction) => transaction != _current || _opening || _over;

    private void Succeed(ClientTransaction transaction, SipResponse response)
    {
        _over = true;
        request = transaction.Request;
        _cancelTimer?.Stop();
        user.Final(transaction, response);
    }

    private void Hear(ClientTransaction transaction, SipResponse response)
    {
        _heard = true;
        _rang |= response.Status > 100;
        if (_cancelWanted) SendCancel();
        user.Provisional(transaction, response);
    }

    private void Refused(ClientTransaction transaction, SipResponse response)
    {
        if (!_cancelWanted)
        {
            if (response.Status is 401 or 407 && terms.Digest is { } digest && _challenges++ < MostChallenges && digest.Take(request, response))
            {
                request = request.Copy();
                terms.Renumber(request);
                Send();
                return;
            }
            if (response.Status == 503 && !_rang && TryNext()) return;
        }
        _over = true;
        _cancelTimer?.Stop();
        user.Final(transaction, response);
    }

    private void Take(ClientTransaction transaction, TransactionFailure failure)
    {
        if (IsPast(transaction)) return;
        if (!_cancelWanted && !_heard)
        {
            // TCP was only our wish for a large request.
            if (failure == TransactionFailure.Transport && transaction.Target.Protocol != _target!.Protocol)
            {
                agent.Upgrade.Failed(_target);
                Send();
                return;
            }
            if (_targets.Count > 0) user.Moved();
            if (TryNext()) return;
        }
        Finish(failure == TransactionFailure.Timeout ? RequestFailure.Timeout : RequestFailure.Transport);
    }

    private void SendCancel()
    {
        if (_cancelSent) return;
        _cancelSent = true;
        agent.Transactions.Cancel(_current!, _cancelReason, Unheard.Instance);
        // RFC 3261 section 9.1: after 64*T1 without a final response the INVITE is over.
        _cancelTimer = agent.Transactions.LineOf(agent.Transactions.Timers.Timeout).Set(() => mailbox.Post(GiveUp));
    }

    private void GiveUp()
    {
        if (_over) return;
        _current!.Abandon();
        Finish(RequestFailure.CancelUnconfirmed);
    }

    private void Finish(RequestFailure failure)
    {
        _over = true;
        _cancelTimer?.Stop();
        user.Failed(failure);
    }

    private SipUri NextHop() =>
        NameAddress.TryParse(request.Headers.Values(HeaderNames.Route).FirstOrDefault(), out var route) && route.Uri.IsLooseRouter ? route.Uri : request.Uri;
}
