using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions.Machines;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Transactions;

public enum TransactionFailure
{
    /// <summary>Nobody answered in time.</summary>
    Timeout,

    /// <summary>The request could not be sent.</summary>
    Transport,
}

/// <summary>Whoever sent a request.</summary>
public interface IClientTransactionUser
{
    void ResponseReceived(ClientTransaction transaction, SipResponse response);

    void Failed(ClientTransaction transaction, TransactionFailure failure);
}

/// <summary>One request that we sent, until its final response has been told and its repetitions are over.</summary>
public sealed class ClientTransaction : Transaction
{
    private IClientTransactionUser _user;
    private readonly TimeSpan? _timeout;
    private ReadOnlyMemory<byte> _ack;
    private int _cancelledLate;

    internal ClientTransaction(
        TransactionLayer layer, SipRequest request, SipTarget target, IClientTransactionUser user, ReadOnlyMemory<byte> bytes, TimeSpan? timeout)
        : base(layer, request.Method == SipMethods.Invite ? MachineKind.InviteClient : MachineKind.NonInviteClient, request, target)
    {
        (_user, _timeout, Outgoing) = (user, timeout, bytes);
        Key = new ClientKey(request.TopVia.Branch!, request.Method);
    }

    internal ClientKey Key { get; }

    internal void Start() => Take(Input.Start);

    internal void Receive(SipResponse response) =>
        Take(response.IsProvisional ? Input.Provisional : response.IsSuccess ? Input.Success : Input.Failure, response);

    /// <summary>It was given up before anything was heard: whoever rings only now is cancelled, and his last word is acknowledged.</summary>
    internal void ReceiveLate(SipResponse response)
    {
        if (!response.IsProvisional) SendAck(response);
        else if (Interlocked.Exchange(ref _cancelledLate, 1) == 0) Layer.Cancel(this, reason: null, Unheard.Instance);
    }

    /// <summary>Ends it: nothing that comes later is told to its user.</summary>
    public void Abandon() => End();

    private protected override TimeSpan Ending(Input timer) =>
        timer is Input.TimerB or Input.TimerF && _timeout is { } timeout ? timeout : base.Ending(timer);

    private protected override void Tell(Actions actions, SipMessage? message)
    {
        if (actions == Actions.TellTimeout && Request.Method == SipMethods.Invite) Layer.GiveUp(this);
        var user = _user;
        // Behind anything final but a 2xx to an INVITE, which other forks may follow with theirs, there is nothing to tell.
        if (message is SipResponse { IsProvisional: false } final && !(final.IsSuccess && Request.Method == SipMethods.Invite)) _user = Unheard.Instance;
        if (actions == Actions.Tell) user.ResponseReceived(this, (SipResponse)message!);
        else user.Failed(this, actions == Actions.TellTimeout ? TransactionFailure.Timeout : TransactionFailure.Transport);
    }

    private protected override void Settle()
    {
        base.Settle();
        Outgoing = default;
    }

    private protected override void SendAck(SipMessage response)
    {
        if (_ack.IsEmpty) _ack = SipWriter.ToBytes(RequestsWithinTransaction.Ack(Request, (SipResponse)response));
        Send(_ack);
    }

    private protected override void Forget() => Layer.Remove(this);
}

/// <summary>A response belongs to the request with the same branch and method (RFC 3261 section 17.1.3).</summary>
internal readonly record struct ClientKey(string Branch, string Method);

/// <summary>The two requests that share the branch of another one.</summary>
internal static class RequestsWithinTransaction
{
    /// <summary>ACK of a 300-699 (RFC 3261 section 17.1.1.3).</summary>
    public static SipRequest Ack(SipRequest invite, SipResponse response)
    {
        var ack = Of(invite, SipMethods.Ack);
        ack.Headers.SetReceived(HeaderNames.To, response.Headers.Get(HeaderNames.To)!);
        return ack;
    }

    /// <summary>CANCEL (RFC 3261 section 9.1).</summary>
    public static SipRequest Cancel(SipRequest invite, ReasonValue? reason)
    {
        var cancel = Of(invite, SipMethods.Cancel);
        if (reason is not null) cancel.Headers.Add(HeaderNames.Reason, reason.ToString());
        return cancel;
    }

    private static SipRequest Of(SipRequest invite, string method)
    {
        var request = new SipRequest(method, invite.Uri);
        request.Headers.AddReceived(HeaderNames.Via, invite.TopVia.ToString());
        request.Headers.AddReceived(HeaderNames.MaxForwards, "70");
        request.Headers.CopyFrom(invite.Headers, HeaderNames.Route);
        request.Headers.CopyFrom(invite.Headers, HeaderNames.From);
        request.Headers.CopyFrom(invite.Headers, HeaderNames.To);
        request.Headers.CopyFrom(invite.Headers, HeaderNames.CallId);
        request.Headers.AddReceived(HeaderNames.CSeq, (invite.CSeq with { Method = method }).ToString());
        return request;
    }
}
