using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>Repeats a 2xx of ours to an INVITE until its ACK comes (RFC 3261 section 13.3.1.4), over any transport.</summary>
internal sealed class AnswerRepeater(SipSession session)
{
    private ServerTransaction? _transaction;
    private SipResponse? _response;
    private ITimer? _repeat;
    private ITimer? _end;
    private int _count;

    public bool IsWaiting => _transaction is not null;

    public void Send(ServerTransaction transaction, SipResponse response)
    {
        Stop();
        (_transaction, _response, _count) = (transaction, response, 0);
        transaction.Acknowledged = ack => session.Mailbox.Post(() => session.TakeAck(ack));
        transaction.Respond(response);
        var timers = session.Agent.Transactions.Timers;
        _repeat = session.Agent.Time.CreateTimer(_ => session.Mailbox.Post(Repeat), null, timers.T1, Timeout.InfiniteTimeSpan);
        _end = session.Agent.Time.CreateTimer(_ => session.Mailbox.Post(GiveUp), null, timers.Timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False if no such 2xx waits for this ACK.</summary>
    public bool TryTake(SipRequest ack)
    {
        if (_transaction is null || _transaction.Request.CSeq.Number != ack.CSeq.Number) return false;
        Stop();
        return true;
    }

    public void Stop()
    {
        _repeat?.Dispose();
        _end?.Dispose();
        (_transaction, _response) = (null, null);
    }

    private void Repeat()
    {
        if (_transaction is null) return;
        _transaction.Respond(_response!);
        var timers = session.Agent.Transactions.Timers;
        var next = timers.T1 * (2 << Math.Min(_count++, 16));
        _repeat!.Change(next < timers.T2 ? next : timers.T2, Timeout.InfiniteTimeSpan);
    }

    private void GiveUp()
    {
        if (_transaction is null) return;
        Stop();
        session.Lose(default, EndedBy.NoAck);
    }
}
