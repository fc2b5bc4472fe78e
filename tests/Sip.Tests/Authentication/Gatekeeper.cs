using System.Net;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Authentication;

/// <summary>A proxy that asks for the credentials of each of its realms in turn, and then lets pass.</summary>
internal sealed class Gatekeeper : ITransportSink
{
    private readonly MemoryTransport _transport;
    private readonly IPEndPoint _behind;
    private readonly DigestVerifier[] _realms;

    public Gatekeeper(MemoryNetwork network, string endPoint, IPEndPoint behind, DigestVerifier[] realms)
    {
        (_transport, _behind, _realms) = (network.Open(endPoint), behind, realms);
        _transport.Start(this);
    }

    public IPEndPoint EndPoint => _transport.LocalEndPoint;

    public void Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source)
    {
        var parsed = SipParser.Parse(message).Message!;
        if (parsed is SipResponse)
        {
            var vias = parsed.Headers.Values(HeaderNames.Via).Skip(1).ToList();
            parsed.Headers.Remove(HeaderNames.Via);
            foreach (var via in vias.AsEnumerable().Reverse()) parsed.Headers.AddFirst(HeaderNames.Via, via);
            Send(parsed, new IPEndPoint(IPAddress.Parse(parsed.TopVia.Host), parsed.TopVia.Port));
            return;
        }
        var request = (SipRequest)parsed;
        if (request.Method == SipMethods.Ack && request.To.Tag is { } tag && !tag.StartsWith("far", StringComparison.Ordinal) && request.Headers.All(HeaderNames.ProxyAuthorization).Count() < _realms.Length) return;
        var closed = _realms.FirstOrDefault(realm => request.Method == SipMethods.Invite && realm.Verify(request, asProxy: true).Verdict != Verdict.Right);
        if (closed is not null)
        {
            Send(closed.Challenge(request, asProxy: true), source.EndPoint);
            return;
        }
        if (request.Method == SipMethods.Invite) request.Headers.AddFirst(HeaderNames.RecordRoute, $"<sip:{EndPoint};lr>");
        request.Headers.Remove(HeaderNames.Route);
        request.Headers.AddFirst(HeaderNames.Via, new Via("UDP", EndPoint.Address.ToString(), EndPoint.Port, SipParameters.None.With("branch", request.TopVia.Branch + "g")).ToString());
        Send(request, _behind);
    }

    private void Send(SipMessage message, IPEndPoint to) => _ = _transport.Send(SipWriter.ToBytes(message), new SipTarget(SipProtocol.Udp, to)).AsTask();
}
