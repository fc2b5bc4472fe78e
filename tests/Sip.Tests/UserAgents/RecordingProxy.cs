using System.Globalization;
using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>A chain of proxies that record their route and forward by it: as little of a proxy as a user agent can notice.</summary>
internal sealed class RecordingProxy : IDisposable
{
    private readonly List<Hop> _hops = [];

    public RecordingProxy(MemoryNetwork network, params string[] endPoints)
    {
        foreach (var endPoint in endPoints) _hops.Add(new Hop(network.Open(endPoint), this));
    }

    public void Dispose() => _hops.Clear();

    private sealed class Hop : ITransportSink
    {
        private readonly MemoryTransport _transport;
        private readonly RecordingProxy _chain;

        public Hop(MemoryTransport transport, RecordingProxy chain)
        {
            (_transport, _chain) = (transport, chain);
            transport.Start(this);
        }

        private string Self => $"sip:{_transport.LocalEndPoint};lr";

        public void Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source)
        {
            var parsed = SipParser.Parse(message).Message!;
            if (parsed is SipRequest request) Forward(request, source);
            else
            {
                RemoveFirst(parsed, HeaderNames.Via);
                var via = parsed.TopVia;
                Send(parsed, new IPEndPoint(IPAddress.Parse(via.Host), int.Parse(via.Parameters["rport"] is { Length: > 0 } port ? port : via.Port.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
            }
        }

        private void Forward(SipRequest request, SipTarget source)
        {
            ResponseRouting.NoteSource(request, source);
            request.Headers.AddFirst(HeaderNames.Via, $"SIP/2.0/UDP {_transport.LocalEndPoint};branch={request.TopVia.Branch}{_transport.LocalEndPoint.Port}{_transport.LocalEndPoint.Address.ToString()[^1]}");
            var initial = request.Method == SipMethods.Invite && request.To.Tag is null;
            if (initial) request.Headers.AddFirst(HeaderNames.RecordRoute, $"<{Self}>");
            if (request.Addresses(HeaderNames.Route) is [{ Uri: var own }, ..] && own.Host == _transport.LocalEndPoint.Address.ToString())
                RemoveFirst(request, HeaderNames.Route);
            var next = initial && _chain._hops.IndexOf(this) is var index && index + 1 < _chain._hops.Count
                ? _chain._hops[index + 1]._transport.LocalEndPoint
                : To(request.Addresses(HeaderNames.Route) is [{ Uri: var route }, ..] ? route : request.Uri);
            Send(request, next);
        }

        private void Send(SipMessage message, IPEndPoint to) => _ = _transport.Send(SipWriter.ToBytes(message), new SipTarget(SipProtocol.Udp, to)).AsTask();

        private static IPEndPoint To(SipUri uri) => new(IPAddress.Parse(uri.Host), uri.Port == 0 ? 5060 : uri.Port);

        private static void RemoveFirst(SipMessage message, string name)
        {
            var values = message.Headers.Values(name).Skip(1).ToList();
            message.Headers.Remove(name);
            for (var i = values.Count - 1; i >= 0; i--) message.Headers.AddFirst(name, values[i]);
        }
    }
}
