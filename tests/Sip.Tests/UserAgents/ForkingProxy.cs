using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>Sends an INVITE to several phones and every response of theirs back, as a stateless forking proxy does.</summary>
internal sealed class ForkingProxy : ITransportSink
{
    private readonly MemoryTransport _transport;
    private readonly Phone[] _phones;

    public ForkingProxy(MemoryNetwork network, string endPoint, params Phone[] phones)
    {
        (_transport, _phones) = (network.Open(endPoint), phones);
        _transport.Start(this);
    }

    public void Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source)
    {
        var parsed = SipParser.Parse(message).Message!;
        if (parsed is SipResponse)
        {
            var vias = parsed.Headers.Values(HeaderNames.Via).Skip(1).ToList();
            parsed.Headers.Remove(HeaderNames.Via);
            foreach (var via in vias.AsEnumerable().Reverse()) parsed.Headers.AddFirst(HeaderNames.Via, via);
            if (parsed is SipResponse { Status: > 100 }) Send(parsed, new IPEndPoint(IPAddress.Parse(parsed.TopVia.Host), parsed.TopVia.Port));
            return;
        }
        for (var i = 0; i < _phones.Length; i++)
        {
            var copy = SipParser.Parse(message).Message!;
            copy.Headers.AddFirst(HeaderNames.Via, $"SIP/2.0/UDP {_transport.LocalEndPoint};branch={copy.TopVia.Branch}x{i}");
            Send(copy, _phones[i].Transport.LocalEndPoint);
        }
    }

    private void Send(SipMessage message, IPEndPoint to) => _ = _transport.Send(SipWriter.ToBytes(message), new SipTarget(SipProtocol.Udp, to)).AsTask();
}

internal sealed class Deaf : IClientTransactionUser
{
    public void ResponseReceived(ClientTransaction transaction, SipResponse response)
    {
    }

    public void Failed(ClientTransaction transaction, TransactionFailure failure)
    {
    }
}
