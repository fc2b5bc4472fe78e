using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>When requests to a far end go back the way its own came, because its Contact leads nowhere.</summary>
public static class SymmetricRouting
{
    /// <summary>
    /// The way back for a WebSocket client, whose Contact is no address (RFC 7118 section 5), and for a phone behind NAT, which tells a
    /// private address and comes from a public one; <c>null</c> where the Contact or a proxy says the way.
    /// </summary>
    /// <param name="message">Its INVITE to us, or its response to ours.</param>
    /// <param name="source">Where that came from, or where ours went to.</param>
    public static SipTarget? FlowOf(SipMessage message, SipTarget source)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(source);
        if (message.Headers.Contains(HeaderNames.RecordRoute)) return null;
        if (source.Protocol is SipProtocol.Ws or SipProtocol.Wss) return source;
        return message.Contacts is [{ Uri: var contact }, ..] && IPAddress.TryParse(contact.Host, out var told)
            && IsPrivate(told) && !IsPrivate(source.EndPoint.Address) ? source : null;
    }

    /// <summary>As <see cref="FlowOf"/>, for a dialog: a connection whose far end tells just its address is used as long as it is there.</summary>
    internal static SipTarget? FlowWithin(SipMessage message, SipTarget way) => FlowOf(message, way) ?? (IsAt(message, way) ? way with { MayDial = true } : null);

    private static bool IsAt(SipMessage message, SipTarget way) =>
        way.Connection != 0 && !message.Headers.Contains(HeaderNames.RecordRoute)
        && message.Contacts is [{ Uri: var contact }, ..] && contact.Port == way.EndPoint.Port
        && IPAddress.TryParse(contact.Host.Trim('[', ']'), out var told) && told.Equals(way.EndPoint.Address);

    private static bool IsPrivate(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length)) return false;
        return length == 4
            ? bytes[0] is 10 or 127 || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 100 && bytes[1] is >= 64 and <= 127)
            : address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || IPAddress.IsLoopback(address);
    }
}
