using System.Diagnostics.CodeAnalysis;
using System.Net;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>A socket to listen on: <c>udp:0.0.0.0:5060</c>.</summary>
internal sealed record ListenAddress(SipProtocol Protocol, IPEndPoint EndPoint)
{
    public bool NeedsCertificate => Protocol is SipProtocol.Tls or SipProtocol.Wss;

    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (text.Split(':', 2) is not [var name, var rest] || SipProtocols.Parse(name) is not { } protocol) return false;
        // Without a port IPEndPoint reads 0, which the system would choose: that has to be said.
        if (!IPEndPoint.TryParse(rest, out var endPoint) || !rest.EndsWith($":{endPoint.Port}", StringComparison.Ordinal)) return false;
        address = new ListenAddress(protocol, endPoint);
        return true;
    }
}
