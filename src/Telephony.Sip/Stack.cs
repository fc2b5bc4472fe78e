using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip;

/// <summary>The SIP stack as it is configured.</summary>
internal static class Stack
{
    private static readonly string[] ByDefault = ["udp:127.0.0.1:5060", "tcp:127.0.0.1:5060"];

    public static SipUserAgent Open(SipSettings settings, TimeProvider time, SipUserAgentHandler handler, Action<Exception> failed)
    {
        var transports = new List<ISipTransport>();
        var certificate = Certificate(settings);
        var streams = new StreamOptions { MostConnectionsPerSource = settings.ConnectionsPerSource };
        foreach (var text in settings.Listen.Count > 0 ? settings.Listen : ByDefault)
        {
            if (!ListenAddress.TryParse(text, out var address)) throw new ArgumentException($"found '{text}', expected a transport, an address and a port");
            transports.Add(Transport(address, time, certificate, streams));
        }

        var layer = new TransportLayer(transports, time, new TransportOptions
        {
            AdvertisedHost = settings.AdvertisedHost,
            MessagesPerSecondAndSource = settings.MessagesPerSecondAndSource,
            LargestUdpRequest = settings.LargestUdpRequest,
            Failed = failed,
        });
        return new SipUserAgent(layer, handler, new SipUserAgentOptions { Product = "Call-Orchestrator", Failed = failed }, time);
    }

    private static ISipTransport Transport(ListenAddress address, TimeProvider time, SslServerAuthenticationOptions? certificate, StreamOptions streams) => address.Protocol switch
    {
        SipProtocol.Udp => new UdpTransport(address.EndPoint),
        SipProtocol.Tcp => new TcpTransport(address.EndPoint, time, streams),
        SipProtocol.Tls => new TlsTransport(address.EndPoint, time, certificate!, options: streams),
        SipProtocol.Ws => new WebSocketTransport(address.EndPoint, time, options: streams),
        _ => new WebSocketTransport(address.EndPoint, time, certificate, options: streams),
    };

    private static SslServerAuthenticationOptions? Certificate(SipSettings settings) => settings.CertificateFile is { } file
        ? new SslServerAuthenticationOptions { ServerCertificate = X509Certificate2.CreateFromPemFile(file, settings.KeyFile) }
        : null;
}
