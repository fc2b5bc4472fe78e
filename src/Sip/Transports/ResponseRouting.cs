using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Transports;

/// <summary>Where a response goes (RFC 3261 sections 18.2.1 and 18.2.2, RFC 3581).</summary>
public static class ResponseRouting
{
    /// <summary>Writes into a request's Via where it came from, if that differs from what it says or it asks for it.</summary>
    public static void NoteSource(SipRequest request, SipTarget source)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(source);
        var via = request.TopVia;
        var address = Plain(source.EndPoint.Address).ToString();
        var parameters = via.Parameters;
        if (via.WantsRport) parameters = parameters.With("rport", source.EndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (via.WantsRport || !via.Host.Equals(address, StringComparison.OrdinalIgnoreCase)) parameters = parameters.With("received", address);
        if (ReferenceEquals(parameters, via.Parameters)) return;
        var first = request.Headers.Get(HeaderNames.Via)!;
        var end = SipText.IndexOutside(first, ',');
        request.Headers.SetReceived(HeaderNames.Via, (via with { Parameters = parameters }) + first[end..]);
    }

    /// <summary>Over a connection the same way back; over UDP to where the request came from if it asks for that, else to the port its Via tells.</summary>
    public static SipTarget TargetOf(Via via, SipTarget source)
    {
        ArgumentNullException.ThrowIfNull(via);
        ArgumentNullException.ThrowIfNull(source);
        var port = via.Port > 0 ? via.Port : source.Protocol.DefaultPort();
        // Should the connection be gone, a new one goes to the address that the Via tells.
        if (source.IsReliable) return source with { EndPoint = new IPEndPoint(source.EndPoint.Address, port), MayDial = !source.IsWebSocket };
        if (via.Parameters["maddr"] is { } maddr && IPAddress.TryParse(maddr, out var group) && IsMulticast(group)) return source with { EndPoint = new IPEndPoint(group, port) };
        return via.WantsRport ? source : source with { EndPoint = new IPEndPoint(source.EndPoint.Address, port) };
    }

    /// <summary>What maddr is for (RFC 3261 section 18.1.1). An address of one machine would be one that the sender has us write to.</summary>
    private static bool IsMulticast(IPAddress address) => address.IsIPv6Multicast || (address.GetAddressBytes() is [var first, _, _, _] && first is >= 224 and < 240);

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
