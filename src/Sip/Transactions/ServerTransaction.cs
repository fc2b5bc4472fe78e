using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions.Machines;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Transactions;

/// <summary>One request that we received, until its final response is known to have arrived or nobody asks any more.</summary>
public sealed class ServerTransaction : Transaction
{
    private readonly Lock _gate = new();
    private SipRequest? _cancel;
    private Action<SipRequest>? _cancelled;
    private TransactionFailure? _failure;
    private Action<TransactionFailure>? _failed;

    internal ServerTransaction(TransactionLayer layer, SipRequest request, SipTarget source, ServerKey key)
        : base(
            layer,
            request.Method == SipMethods.Invite ? MachineKind.InviteServer : MachineKind.NonInviteServer,
            request,
            ResponseRouting.TargetOf(request.TopVia, source)) => (Source, Key) = (source, key);

    public SipTarget Source { get; }

    internal ServerKey Key { get; }

    /// <summary>Told when the ACK of a 2xx came with the INVITE's own branch, as RFC 2543 elements send it.</summary>
    internal Action<SipRequest>? Acknowledged { get; set; }

    /// <summary>The tag that names our side in every answer to this request.</summary>
    public string ToTag { get; } = SipIds.Tag();

    public bool IsAnswered => State is not (TransactionState.Trying or TransactionState.Proceeding);

    public void Respond(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        Layer.Transports.KeepOpen(Source, response);
        Take(
            response.IsProvisional ? Input.Provisional : response.IsSuccess ? Input.Success : Input.Failure,
            response,
            SipWriter.ToBytes(response));
    }

    public void Respond(int status, string? phrase = null) => Respond(SipResponses.To(Request, status, phrase, ToTag));

    /// <summary>Has it told when the CANCEL of this INVITE comes, or at once if it came before.</summary>
    public void WhenCancelled(Action<SipRequest> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        SipRequest? cancel;
        lock (_gate) (_cancelled, cancel) = (told, _cancel);
        if (cancel is not null) told(cancel);
    }

    /// <summary>Has it told when an answer could not be delivered (no ACK for a 300-699 in time, or no way to send), or at once if that was so before.</summary>
    public void WhenFailed(Action<TransactionFailure> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        TransactionFailure? failure;
        lock (_gate) (_failed, failure) = (told, _failure);
        if (failure is { } known) told(known);
    }

    /// <summary>Whoever was to be told is not any more.</summary>
    internal void Unwatch()
    {
        lock (_gate) (_cancelled, _failed) = (null, null);
    }

    internal void ReceiveCancel(SipRequest cancel)
    {
        Action<SipRequest>? told;
        lock (_gate) (_cancel, told) = (cancel, _cancelled);
        told?.Invoke(cancel);
    }

    internal void ReceiveAgain() => Take(Input.Request);

    internal void ReceiveAck(SipRequest ack) => Take(Input.Ack, ack);

    private protected override void Tell(Actions actions, SipMessage? message)
    {
        if (actions == Actions.Tell) Acknowledged?.Invoke((SipRequest)message!);
        else Fail(actions == Actions.TellTimeout ? TransactionFailure.Timeout : TransactionFailure.Transport);
    }

    private void Fail(TransactionFailure failure)
    {
        Action<TransactionFailure>? told;
        lock (_gate) (_failure, told) = (failure, _failed);
        told?.Invoke(failure);
    }

    private protected override void Settle()
    {
        base.Settle();
        lock (_gate) _cancelled = null; // it would change nothing any more (RFC 3261 section 9.2)
    }

    private protected override void Forget() => Layer.Remove(this);
}

/// <summary>
/// A request belongs to the transaction with the same branch, sent-by and method, ACK to its INVITE (RFC 3261 section 17.2.3). For an
/// RFC 2543 element, whose branch says nothing, the branch is put together from Call-ID, From tag, CSeq and Via.
/// </summary>
internal readonly record struct ServerKey(string Branch, string SentBy, string Method)
{
    public static ServerKey Of(SipRequest request, string method)
    {
        var via = request.TopVia;
        return via.HasUniqueBranch
            ? new ServerKey(via.Branch!, via.SentBy, method)
            : new ServerKey($"{request.CallId} {request.From.Tag} {request.CSeq.Number} {via.Branch}", via.SentBy, method);
    }
}

/// <summary>What a request has in common with one that reached us another way (RFC 3261 section 8.2.2.2).</summary>
internal readonly record struct MergeKey(string CallId, string? FromTag, Messages.Values.CSeq CSeq);
