using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>A re-INVITE or UPDATE of the far end; answered once, and further answers are ignored.</summary>
public sealed class IncomingOffer
{
    private readonly SipSession _session;
    private readonly ServerTransaction _transaction;
    private readonly Action<IncomingOffer> _settled;
    private int _answered;

    internal IncomingOffer(SipSession session, ServerTransaction transaction, Action<IncomingOffer> settled)
    {
        (_session, _transaction, _settled, Request) = (session, transaction, settled, transaction.Request);
        if (transaction.Request.Method == SipMethods.Invite) transaction.WhenCancelled(_ => Reject(487));
    }

    public SipRequest Request { get; }

    /// <summary>Empty if the far end asks us to make the offer; its answer comes as <see cref="CallListener.Acknowledged"/>.</summary>
    public ReadOnlyMemory<byte> Description => Multipart.Find(Request, Capabilities.SdpType);

    /// <summary>Answers with our description.</summary>
    public void Accept(ReadOnlyMemory<byte> description)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0) return;
        _session.Mailbox.Post(() =>
        {
            _settled(this);
            _session.AcceptOffer(_transaction, description);
        });
    }

    /// <summary>Refuses it; the session goes on as it was.</summary>
    public void Reject(int status)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0) return;
        _session.Mailbox.Post(() =>
        {
            _settled(this);
            _transaction.Respond(SipResponses.To(Request, status, toTag: _session.Id.LocalTag));
        });
    }
}
