using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>The ACK of the last 2xx, to be sent again whenever the 2xx is (RFC 3261 section 13.2.2.4).</summary>
internal sealed class AckKeeper
{
    private (uint Number, ReadOnlyMemory<byte> Bytes, SipTarget? Target)? _last;

    public void Send(uint number, SipRequest ack, SipUri nextHop, SipTarget? flow, SipSession session)
    {
        _last = (number, default, null);
        if (flow is not null)
        {
            Send(number, ack, flow, session);
            return;
        }
        var resolving = session.Agent.Resolver.Resolve(nextHop);
        if (resolving.IsCompletedSuccessfully) Send(number, ack, resolving.Result is [var target, ..] ? target : null, session);
        else _ = Await(number, ack, resolving, session);
    }

    /// <summary>False if this 2xx was not acknowledged before.</summary>
    public bool Repeat(uint number, TransactionLayer transactions)
    {
        if (_last is not { } last || last.Number != number) return false;
        if (last.Target is { } target) transactions.Repeat(last.Bytes, target);
        return true;
    }

    private async Task Await(uint number, SipRequest ack, Task<IReadOnlyList<SipTarget>> resolving, SipSession session)
    {
        try
        {
            var targets = await resolving.ConfigureAwait(false);
            session.Mailbox.Post(() => Send(number, ack, targets is [var target, ..] ? target : null, session));
        }
        catch (Exception)
        {
            // The far end repeats its 2xx and gives up in the end; there is no way to tell it more.
        }
    }

    private void Send(uint number, SipRequest ack, SipTarget? target, SipSession session)
    {
        if (target is null) return;
        target = target with { Local = target.Local ?? session.Local };
        _last = (number, session.Agent.Transactions.SendAck(ack, target), target);
    }
}
