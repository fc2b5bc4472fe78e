using System.Globalization;
using System.Text;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>A REFER of the far end (RFC 3515); answered once.</summary>
public sealed class IncomingReferral
{
    private readonly SipSession _session;
    private readonly ServerTransaction _transaction;
    private int _answered;

    internal IncomingReferral(SipSession session, ServerTransaction transaction, NameAddress target) =>
        (_session, _transaction, Target, Request) = (session, transaction, target, transaction.Request);

    public SipRequest Request { get; }

    /// <summary>Whom to call.</summary>
    public NameAddress Target { get; }

    /// <summary>Takes it on: 202, and a first NOTIFY.</summary>
    public void Accept()
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0) return;
        _session.Mailbox.Post(() =>
        {
            var response = SipResponses.To(Request, 202, toTag: _session.Id.LocalTag);
            _session.Agent.PutContact(response, _transaction.Source, _session.ContactUser);
            _transaction.Respond(response);
            Notify(100, isLast: false);
        });
    }

    public void Reject(int status)
    {
        if (Interlocked.Exchange(ref _answered, 1) == 0) _transaction.Respond(status);
    }

    /// <summary>Tells the far end how far the call to the target has come; the last status ends the subscription.</summary>
    public void Progress(int status) => _session.Mailbox.Post(() => Notify(status, status >= 200));

    private void Notify(int status, bool isLast)
    {
        if (_session.State == SessionState.Over) return;
        var notify = _session.Dialog.NewRequest(SipMethods.Notify);
        notify.Headers.Add(HeaderNames.Event, string.Create(CultureInfo.InvariantCulture, $"refer;id={Request.CSeq.Number}"));
        notify.Headers.Add(HeaderNames.SubscriptionState, isLast ? "terminated;reason=noresource" : "active;expires=60");
        notify.SetBody("message/sipfrag;version=2.0", Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {SipStatus.Phrase(status)}\r\n")));
        _ = _session.Send(notify, endsIfLost: false);
    }
}

/// <summary>The referrals of one session, in both directions.</summary>
internal sealed class ReferralBook(SipSession session)
{
    private int _ours;

    public Task<RequestOutcome> Refer(NameAddress target, DigestClient? digest, SipHeader[] headers)
    {
        var request = session.Dialog.NewRequest(SipMethods.Refer);
        request.Headers.Add(HeaderNames.ReferTo, target.ToString());
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        _ours++;
        return session.Send(request, digest: digest);
    }

    public void TakeRefer(ServerTransaction transaction)
    {
        if (NameAddress.TryParse(transaction.Request.Headers.Get(HeaderNames.ReferTo), out var target))
            session.Listener.Referred(session, new IncomingReferral(session, transaction, target));
        else transaction.Respond(400);
    }

    // sipfrag: its first line is the status line of the call that the far end made.
    public void TakeNotify(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var isReferral = request.Headers.Get(HeaderNames.Event)?.Split(';')[0].Trim().Equals("refer", StringComparison.OrdinalIgnoreCase) == true;
        if (!isReferral || _ours == 0)
        {
            transaction.Respond(isReferral ? 481 : 489);
            return;
        }
        transaction.Respond(200);
        var isLast = request.Headers.Get(HeaderNames.SubscriptionState)?.StartsWith("terminated", StringComparison.OrdinalIgnoreCase) == true;
        if (isLast) _ours--;
        var line = request.BodyText.Split("\r\n")[0].Split(' ');
        int? status = line.Length > 1 && line[0] == "SIP/2.0" && SipText.TryNumber(line[1], out var told, 699) ? (int)told : null;
        if (isLast || status is not null) session.Listener.ReferralProgressed(session, status, isLast);
    }
}
