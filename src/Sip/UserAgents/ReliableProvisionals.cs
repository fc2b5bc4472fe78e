using System.Globalization;
using System.Security.Cryptography;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>Reliable provisional responses of ours (RFC 3262 section 3): one at a time, repeated at doubling intervals until its PRACK.</summary>
internal sealed class ReliableProvisionals(
    ServerTransaction transaction, TimeProvider time, SipTimers timers, Mailbox mailbox, Action unacknowledged, Action<SipRequest> acknowledged)
{
    private readonly Queue<SipResponse> _waiting = new();
    private uint _number = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private SipResponse? _sent;
    private Action? _whenQuiet;
    private ITimer? _repeat;
    private ITimer? _end;
    private TimeSpan _interval;

    public void Send(SipResponse response)
    {
        if (_sent is not null)
        {
            _waiting.Enqueue(response);
            return;
        }
        response.Headers.Add(HeaderNames.Require, "100rel");
        response.Headers.Add(HeaderNames.RSeq, (++_number).ToString(CultureInfo.InvariantCulture));
        _sent = response;
        _interval = timers.T1;
        transaction.Respond(response);
        _repeat = time.CreateTimer(_ => mailbox.Post(Repeat), null, _interval, Timeout.InfiniteTimeSpan);
        _end = time.CreateTimer(_ => mailbox.Post(GiveUp), null, timers.Timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False for a PRACK that acknowledges nothing that waits.</summary>
    public bool Take(ServerTransaction prack)
    {
        var request = prack.Request;
        if (_sent is null || request.RAck is not { } rack || rack != new RAck(_number, transaction.Request.CSeq)) return false;
        prack.Respond(200);
        Stop();
        acknowledged(request);
        if (_waiting.TryDequeue(out var next)) Send(next);
        else Interlocked.Exchange(ref _whenQuiet, null)?.Invoke();
        return true;
    }

    /// <summary>Runs it when nothing waits for a PRACK; what was queued is not sent any more.</summary>
    public void WhenQuiet(Action work)
    {
        _waiting.Clear();
        if (_sent is null) work();
        else _whenQuiet = work;
    }

    public void Stop()
    {
        _sent = null;
        _repeat?.Dispose();
        _end?.Dispose();
    }

    private void Repeat()
    {
        if (_sent is null) return;
        transaction.Respond(_sent);
        _interval *= 2;
        _repeat!.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    private void GiveUp()
    {
        if (_sent is null) return;
        Stop();
        unacknowledged();
    }
}
