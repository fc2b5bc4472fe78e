using System.Net;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>Where an engine's ng socket is: <c>127.0.0.1:22222</c> by UDP, <c>tcp:127.0.0.1:22223</c> by TCP.</summary>
internal readonly record struct EngineAddress(IPEndPoint EndPoint, bool IsTcp)
{
    private const string Tcp = "tcp:";

    public static EngineAddress Parse(string text) => TryParse(text, out var address) ? address : throw new FormatException($"found '{text}', expected an engine's address");

    public static bool TryParse(string text, out EngineAddress address)
    {
        var isTcp = text.StartsWith(Tcp, StringComparison.Ordinal);
        var isOne = IPEndPoint.TryParse(isTcp ? text[Tcp.Length..] : text, out var endPoint) && endPoint.Port > 0;
        address = isOne ? new EngineAddress(endPoint!, isTcp) : default;
        return isOne;
    }

    public INgLink Open() => IsTcp ? new TcpNgLink(EndPoint) : new UdpNgLink(EndPoint);
}
