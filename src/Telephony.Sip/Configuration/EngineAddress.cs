using System.Net;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>Where an engine's ng socket is: <c>127.0.0.1:22222</c> by UDP, <c>http:127.0.0.1:22223</c> by HTTP.</summary>
internal readonly record struct EngineAddress(IPEndPoint EndPoint, bool IsHttp)
{
    private const string Http = "http:";

    public static EngineAddress Parse(string text) => TryParse(text, out var address) ? address : throw new FormatException($"found '{text}', expected an engine's address");

    public static bool TryParse(string text, out EngineAddress address)
    {
        var isHttp = text.StartsWith(Http, StringComparison.Ordinal);
        var isOne = IPEndPoint.TryParse(isHttp ? text[Http.Length..] : text, out var endPoint) && endPoint.Port > 0;
        address = isOne ? new EngineAddress(endPoint!, isHttp) : default;
        return isOne;
    }

    public INgLink Open() => IsHttp ? new HttpNgLink(EndPoint) : new UdpNgLink(EndPoint);
}
