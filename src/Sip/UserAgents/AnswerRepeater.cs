using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>Repeats a 2xx of ours to an INVITE until its ACK comes (RFC 3261 section 13.3.1.4), over any transport.</summary>
internal sealed class AnswerRepeater(SipSession session)
{
    private ServerTransaction? _transaction;
    private SipResponse? _response;
    private TimerLine.Entry? _repeat;
    private TimerLine.Entry? _end;
    private int _count;

    public bool IsWaiting => _transaction is not null;

    private SipTimers Timers => session.Agent.Transactions.Timers;

    public void Send(ServerTransaction transaction, SipResponse response)
    {
        Stop();
        (_transaction, _response, _count) = (transaction, response, 0);
        transaction.Acknowledged = ack => session.Mailbox.Post(() => session.TakeAck(ack));
        transaction.Respond(response);
        _repeat = After(Timers.T1, Repeat);
        _end = After(Timers.Timeout, GiveUp);
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
        _repeat?.Stop();
        _end?.Stop();
        if (_transaction is { } transaction) transaction.Acknowledged = null;
        (_transaction, _response) = (null, null);
    }

    private void Repeat()
    {
        if (_transaction is null) return;
        _transaction.Respond(_response!);
        var next = Timers.T1 * (2 << Math.Min(_count++, 16));
        _repeat = After(next < Timers.T2 ? next : Timers.T2, Repeat);
    }

    private TimerLine.Entry After(TimeSpan time, Action work) => session.Agent.Transactions.LineOf(time).Set(() => session.Mailbox.Post(work));

    private void GiveUp()
    {
        if (_transaction is null) return;
        Stop();
        session.Lose(default, EndedBy.NoAck);
    }
}
