using System.Collections.Concurrent;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Transactions;

/// <summary>What the layer above takes from the transactions.</summary>
public interface ITransactionUser
{
    /// <summary>A new request; it wants an answer.</summary>
    void RequestReceived(ServerTransaction transaction);

    /// <summary>The ACK of a 2xx, which is a transaction of its own and wants none.</summary>
    void AckReceived(SipRequest ack);

    /// <summary>A 2xx to an INVITE whose transaction is over: the far end waits for an ACK.</summary>
    void LateAnswerReceived(SipResponse response, SipTarget source);

    /// <summary>A WebSocket has ended: nothing reaches who was behind it. What was under way over it has been told to have failed.</summary>
    void WayLost(SipTarget source)
    {
    }
}

/// <summary>Matches what comes with what is under way (RFC 3261 section 17).</summary>
public sealed class TransactionLayer : IMessageSink
{
    private readonly ConcurrentDictionary<ClientKey, ClientTransaction> _clients = new();
    private readonly ConcurrentDictionary<ServerKey, ServerTransaction> _servers = new();
    private readonly ConcurrentDictionary<MergeKey, ServerTransaction> _merges = new();
    private readonly ConcurrentDictionary<ClientKey, ClientTransaction> _givenUp = new();
    private readonly ConcurrentDictionary<TimeSpan, TimerLine> _lines = new();
    private ITransactionUser? _user;

    public TransactionLayer(TransportLayer transports, TimeProvider time, SipTimers? timers = null)
    {
        ArgumentNullException.ThrowIfNull(transports);
        ArgumentNullException.ThrowIfNull(time);
        (Transports, Time, Timers) = (transports, time, timers ?? SipTimers.Default);
    }

    public TransportLayer Transports { get; }

    public SipTimers Timers { get; }

    public TimeProvider Time { get; }

    /// <summary>The timers of that duration.</summary>
    internal TimerLine LineOf(TimeSpan duration) => _lines.GetOrAdd(duration, static (after, time) => new TimerLine(after, time), Time);

    /// <summary>Transactions under way.</summary>
    public int Count => _clients.Count + _servers.Count;

    /// <param name="before">Who sees first what comes, and passes on to us what is not his own; <c>null</c> for nobody.</param>
    public void Start(ITransactionUser user, IMessageSink? before = null)
    {
        _user = user;
        Transports.Start(before ?? this);
    }

    /// <summary>Sends a request and begins its transaction. A Via of ours is put in front.</summary>
    /// <param name="timeout">When to give up if nothing at all is heard; <c>null</c> for 64*T1.</param>
    public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user, TimeSpan? timeout = null) =>
        TrySend(request, target, user, timeout, int.MaxValue)!;

    /// <summary>As <see cref="Send"/>; <c>null</c>, and nothing is sent, if it has more bytes than that.</summary>
    internal ClientTransaction? TrySend(SipRequest request, SipTarget target, IClientTransactionUser user, TimeSpan? timeout, int mostBytes)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(target);
        PutVia(request, target);
        var bytes = SipWriter.ToBytes(request);
        return bytes.Length > mostBytes ? null : Begin(new ClientTransaction(this, request, target, user, bytes, timeout));
    }

    /// <summary>Cancels an INVITE: a transaction of its own with the INVITE's branch, on its way.</summary>
    public ClientTransaction Cancel(ClientTransaction invite, ReasonValue? reason, IClientTransactionUser user)
    {
        ArgumentNullException.ThrowIfNull(invite);
        var cancel = RequestsWithinTransaction.Cancel(invite.Request, reason);
        return Begin(new ClientTransaction(this, cancel, invite.Target, user, SipWriter.ToBytes(cancel), null));
    }

    /// <summary>Sends the ACK of a 2xx, which has no transaction; the bytes are given back to repeat it.</summary>
    public ReadOnlyMemory<byte> SendAck(SipRequest ack, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(ack);
        ArgumentNullException.ThrowIfNull(target);
        PutVia(ack, target);
        var bytes = SipWriter.ToBytes(ack);
        Repeat(bytes, target);
        return bytes;
    }

    /// <summary>Sends bytes once more. If they are lost, the far end asks again.</summary>
    public void Repeat(ReadOnlyMemory<byte> bytes, SipTarget target)
    {
        var sending = Transports.Send(bytes, target);
        if (!sending.IsCompletedSuccessfully) _ = sending.AsTask().ContinueWith(static done => done.Exception, TaskScheduler.Default);
    }

    void IMessageSink.ResponseReceived(SipResponse response, SipTarget source)
    {
        var via = response.TopVia;
        if (via.Branch is { } branch && _clients.TryGetValue(new ClientKey(branch, response.CSeq.Method), out var transaction)
            && transaction.Request.TopVia.Host == via.Host)
        {
            Transports.KeepOpen(source, response);
            transaction.Receive(response);
        }
        else if (response.IsSuccess && response.CSeq.Method == SipMethods.Invite) _user?.LateAnswerReceived(response, source);
        else if (via.Branch is { } late && _givenUp.TryGetValue(new ClientKey(late, response.CSeq.Method), out var givenUp)) givenUp.ReceiveLate(response);
        else Transports.Counters.CountStray();
    }

    void IMessageSink.RequestReceived(SipRequest request, SipTarget source)
    {
        if (request.Method == SipMethods.Ack)
        {
            if (_servers.TryGetValue(ServerKey.Of(request, SipMethods.Invite), out var acknowledged)) acknowledged.ReceiveAck(request);
            else _user?.AckReceived(request);
            return;
        }
        var key = ServerKey.Of(request, request.Method);
        if (_servers.TryGetValue(key, out var known))
        {
            known.ReceiveAgain();
            return;
        }
        var transaction = new ServerTransaction(this, request, source, key);
        if (!_servers.TryAdd(key, transaction)) return;
        if (request.Method == SipMethods.Cancel) Cancel(transaction);
        else if (IsMerged(transaction)) transaction.Respond(482);
        else _user?.RequestReceived(transaction);
    }

    void IMessageSink.ConnectionClosed(SipTarget source)
    {
        if (!source.IsWebSocket) return;
        foreach (var client in _clients.Values)
            if (client.Target.Connection == source.Connection) client.LoseWay();
        foreach (var server in _servers.Values)
            if (server.Source.Connection == source.Connection) server.LoseWay();
        _user?.WayLost(source);
    }

    // RFC 3261 section 9.2: 200 if there is such a transaction, whatever becomes of it; 481 if not.
    private void Cancel(ServerTransaction cancel)
    {
        if (!_servers.TryGetValue(cancel.Key with { Method = SipMethods.Invite }, out var invite))
        {
            cancel.Respond(481);
            return;
        }
        var request = cancel.Request;
        cancel.Respond(SipResponses.To(request, 200, toTag: invite.ToTag));
        invite.ReceiveCancel(request);
    }

    // A request that reached us twice on different ways is answered on the first only.
    private bool IsMerged(ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.To.Tag is not null) return false;
        return _merges.GetOrAdd(MergeKeyOf(request), transaction) != transaction;
    }

    private static MergeKey MergeKeyOf(SipRequest request) => new(request.CallId, request.From.Tag, request.CSeq);

    private ClientTransaction Begin(ClientTransaction transaction)
    {
        _clients[transaction.Key] = transaction;
        transaction.Start();
        return transaction;
    }

    private void PutVia(SipRequest request, SipTarget target)
    {
        var transport = Transports.Find(target) ?? Transports.Transports[0];
        var (host, port) = Transports.Advertised(transport, target.EndPoint.Address);
        var parameters = SipParameters.None.With("branch", SipIds.Branch()).With("rport", null);
        request.Headers.Remove(HeaderNames.Via);
        request.Headers.AddFirst(HeaderNames.Via, new Via(target.Protocol.ViaName(), host, port, parameters).ToString());
    }

    /// <summary>Nobody waits for this INVITE any more; for as long as somebody may have it ringing yet, what he says is heard.</summary>
    internal void GiveUp(ClientTransaction invite)
    {
        _givenUp[invite.Key] = invite;
        LineOf(Timers.Timeout).Set(() => _givenUp.TryRemove(new(invite.Key, invite)));
    }

    internal void Remove(ClientTransaction transaction) => _clients.TryRemove(new(transaction.Key, transaction));

    internal void Remove(ServerTransaction transaction)
    {
        _servers.TryRemove(new(transaction.Key, transaction));
        if (transaction.Request.To.Tag is null) _merges.TryRemove(new(MergeKeyOf(transaction.Request), transaction));
    }
}
