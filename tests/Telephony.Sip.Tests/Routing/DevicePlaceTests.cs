using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip.Tests.Routing;

/// <summary>What is kept of a registered phone leads back to it, by the very socket that it came by.</summary>
public class DevicePlaceTests
{
    [Theory]
    [InlineData(SipProtocol.Udp, 0)]
    [InlineData(SipProtocol.Tcp, 7)]
    [InlineData(SipProtocol.Wss, 7)]
    public void Place_OfAFlow_IsReadAsTheFlow(SipProtocol protocol, long connection)
    {
        var source = new SipTarget(protocol, IPEndPoint.Parse("203.0.113.2:40000"), Connection: connection, Local: IPEndPoint.Parse("198.51.100.1:5080"));
        var register = new SipRequest(SipMethods.Register, SipUri.Parse("sip:example.com"));
        register.Headers.Add(HeaderNames.Contact, "<sip:alice@10.0.0.2>");
        var binding = new Binding(NameAddress.Parse("<sip:alice@10.0.0.2>"), "call", 1, DateTimeOffset.UnixEpoch, 1, source);

        var device = DevicePlace.Write(binding, register, source, "node", _ => SipUri.Parse("sip:hop@198.51.100.1"));

        Assert.Equal(source, DevicePlace.Read(device.Place)?.Target);
    }
}
