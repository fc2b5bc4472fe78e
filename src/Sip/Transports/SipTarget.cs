using System.Net;

namespace Orchestrator.Sip.Transports;

public enum SipProtocol
{
    Udp,
    Tcp,
    Tls,
    Ws,
    Wss,
}

/// <summary>Where a message goes, or where it came from.</summary>
/// <param name="Host">The name that a certificate must carry; <c>null</c> to compare with the address.</param>
/// <param name="Connection">The connection a message came on, if it came on one: its answers go the same way while it lives.</param>
/// <param name="Local">Which of our sockets it came by: what goes back leaves from there. <c>null</c> for the first that fits.</param>
public sealed record SipTarget(SipProtocol Protocol, IPEndPoint EndPoint, string? Host = null, long Connection = 0, IPEndPoint? Local = null)
{
    /// <summary>Whether a new connection may be made to the address when that one is gone. Mostly it is where a phone happened to connect from, and nobody listens there.</summary>
    public bool MayDial { get; init; }

    public bool IsReliable => Protocol != SipProtocol.Udp;

    /// <summary>Its far end is a browser, which has no address: nothing but its own connection leads there (RFC 7118 section 5).</summary>
    public bool IsWebSocket => Protocol is SipProtocol.Ws or SipProtocol.Wss;

    public override string ToString() => $"{Protocol.ViaName()} {EndPoint}";
}

public static class SipProtocols
{
    /// <summary>As a Via writes it.</summary>
    public static string ViaName(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "UDP",
        SipProtocol.Tcp => "TCP",
        SipProtocol.Tls => "TLS",
        SipProtocol.Ws => "WS",
        _ => "WSS",
    };

    /// <summary>As the <c>transport</c> parameter of a URI writes it; TLS is <c>tcp</c> in a sips URI and <c>tls</c> in a sip one.</summary>
    public static string UriName(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp => "udp",
        SipProtocol.Tcp => "tcp",
        SipProtocol.Tls => "tls",
        _ => "ws",
    };

    public static SipProtocol? Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "udp" => SipProtocol.Udp,
        "tcp" => SipProtocol.Tcp,
        "tls" => SipProtocol.Tls,
        "ws" => SipProtocol.Ws,
        "wss" => SipProtocol.Wss,
        _ => null,
    };

    public static int DefaultPort(this SipProtocol protocol) => protocol switch
    {
        SipProtocol.Udp or SipProtocol.Tcp => 5060,
        SipProtocol.Tls => 5061,
        SipProtocol.Ws => 80,
        _ => 443,
    };
}
