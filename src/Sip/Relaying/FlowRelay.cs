using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Relaying;

/// <summary>
/// Lets other user agents reach who is behind a connection, or a hole in a NAT, that only we have: a proxy that keeps nothing (RFC 3261 section 16.11) and
/// writes what it must know into Route, Record-Route and Via. It follows routes that it has given away itself, and no others.
/// </summary>
internal sealed class FlowRelay(TransportLayer transports, ISipResolver resolver, IMessageSink above) : IMessageSink
{
    /// <summary>RFC 5626 section 11.5: Flow Failed.</summary>
    private const int FlowFailed = 430;
    private const string Outwards = "flow-";
    private const string Inside = "call-";
    private const string Homewards = "back-";
    private const string Way = "way";

    private static readonly string[] Kinds = [Outwards, Inside, Homewards];
    private readonly SignedWays _ways = new();

    /// <summary>The route by which another user agent reaches who is behind that flow.</summary>
    public SipUri RouteTo(SipTarget flow)
    {
        var family = flow.EndPoint.AddressFamily;
        var door = transports.Find(SipProtocol.Tcp, family) ?? transports.Find(SipProtocol.Udp, family) ?? transports.Find(flow) ?? transports.Transports[0];
        return UriOf(door, flow, Outwards + _ways.Write(Outwards, flow));
    }

    void IMessageSink.RequestReceived(SipRequest request, SipTarget source)
    {
        if (RouteOf(request) is { } route) _ = Forward(request, route, source);
        else above.RequestReceived(request, source);
    }

    /// <summary>Back the way that its request came by.</summary>
    void IMessageSink.ResponseReceived(SipResponse response, SipTarget source)
    {
        if (response.TopVia.Parameters[Way] is not { } way || _ways.Read(Way, way) is not { } target)
        {
            above.ResponseReceived(response, source);
            return;
        }

        response.Headers.RemoveFirstValue(HeaderNames.Via);
        _ = Send(response, target);
    }

    void IMessageSink.ConnectionClosed(SipTarget source) => above.ConnectionClosed(source);

    /// <summary>Null: it is not for us to pass on.</summary>
    private static SipUri? RouteOf(SipRequest request) =>
        NameAddress.TryParse(request.Headers.FirstValue(HeaderNames.Route), out var route)
        && route.Uri.User is { } user && Kinds.Any(kind => user.StartsWith(kind, StringComparison.Ordinal))
            ? route.Uri
            : null;

    private async Task Forward(SipRequest request, SipUri route, SipTarget source)
    {
        try
        {
            var target = await TargetOf(request, route).ConfigureAwait(false);
            if (request.MaxForwards == 0) transports.Answer(request, source, 483);
            else if (target is null || !await Send(Onwards(request, route, source, target), target).ConfigureAwait(false)) transports.Answer(request, source, FlowFailed);
        }
        catch (Exception e)
        {
            transports.Options.Failed?.Invoke(e);
        }
    }

    private async Task<SipTarget?> TargetOf(SipRequest request, SipUri route)
    {
        var way = route.User![Outwards.Length..];
        if (route.User.StartsWith(Outwards, StringComparison.Ordinal)) return _ways.Read(Outwards, way);
        // The two of a call reach each other within it, and nobody else: what they were given is good for nothing outside of it.
        if (request.To.Tag is null) return null;
        if (route.User.StartsWith(Inside, StringComparison.Ordinal)) return _ways.Read(Inside + request.CallId, way);
        if (_ways.Verify(Homewards + request.CallId, way) != AddressOf(request.Uri)) return null;
        return await resolver.Resolve(request.Uri).ConfigureAwait(false) is [var target, ..] ? target : null;
    }

    private SipRequest Onwards(SipRequest received, SipUri route, SipTarget source, SipTarget target)
    {
        var request = received.Copy();
        var headers = request.Headers;
        while (RouteOf(request) is not null) headers.RemoveFirstValue(HeaderNames.Route);
        headers.Set(HeaderNames.MaxForwards, $"{(received.MaxForwards ?? 70) - 1}");
        var transport = transports.Find(target) ?? transports.Transports[0];
        if (received.Method == SipMethods.Invite && received.To.Tag is null && received.Contacts is [{ Uri: var caller }, ..])
        {
            // Each side reads the address that leads there from where it is (RFC 5658).
            headers.AddFirst(HeaderNames.RecordRoute, $"<{route with { User = Inside + _ways.Write(Inside + received.CallId, target) }}>");
            headers.AddFirst(HeaderNames.RecordRoute, $"<{UriOf(transport, target, Homewards + _ways.Sign(Homewards + received.CallId, AddressOf(caller)))}>");
        }

        // A CANCEL, and what comes again, must get the branch that its request got.
        var branch = Via.MagicCookie + _ways.Signature($"branch {ServerKey.Of(received, "").Branch} {received.TopVia.SentBy}");
        var (host, port) = transports.Advertised(transport, target.EndPoint.Address);
        var parameters = SipParameters.None.With("branch", branch).With("rport", null).With(Way, _ways.Write(Way, ResponseRouting.TargetOf(received.TopVia, source)));
        headers.AddFirst(HeaderNames.Via, new Via(target.Protocol.ViaName(), host, port, parameters).ToString());
        return request;
    }

    private SipUri UriOf(ISipTransport transport, SipTarget farEnd, string user)
    {
        var (host, port) = transports.Advertised(transport, farEnd.EndPoint.Address);
        return new SipUri(UriScheme.Sip, user, host, port, SipParameters.None.With("transport", transport.Protocol.UriName()).With("lr", null));
    }

    private static string AddressOf(SipUri uri) => $"{uri.Host.ToLowerInvariant()} {uri.Port} {uri.Transport}";

    private async Task<bool> Send(SipMessage message, SipTarget target)
    {
        try
        {
            await transports.Send(SipWriter.ToBytes(message), target).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            // The connection is gone, or there is no way: whoever sent a request is told, and repeats it if he is not.
            return false;
        }
    }
}
