using System.Net;
using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Transports;

public class TransportLayerTests : IMessageSink
{
    private static readonly IPEndPoint Far = IPEndPoint.Parse("192.0.2.7:4444");
    private readonly MemoryNetwork _network = new();
    private readonly List<SipMessage> _received = [];

    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.7:4444;branch=z9hG4bK1", "SIP/2.0/UDP 192.0.2.7:4444;branch=z9hG4bK1", "192.0.2.7:4444")]
    [InlineData("SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1", "SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK1", "192.0.2.7:5060")]
    [InlineData("SIP/2.0/UDP host:5062", "SIP/2.0/UDP host:5062;received=192.0.2.7", "192.0.2.7:5062")]
    [InlineData("SIP/2.0/UDP 10.0.0.1;rport;branch=z9hG4bK1, SIP/2.0/UDP x", "SIP/2.0/UDP 10.0.0.1;rport=4444;branch=z9hG4bK1;received=192.0.2.7, SIP/2.0/UDP x", "192.0.2.7:4444")]
    [InlineData("SIP/2.0/UDP h;maddr=192.0.2.66", "SIP/2.0/UDP h;maddr=192.0.2.66;received=192.0.2.7", "192.0.2.7:5060")]
    [InlineData("SIP/2.0/UDP h;maddr=239.1.1.1", "SIP/2.0/UDP h;maddr=239.1.1.1;received=192.0.2.7", "239.1.1.1:5060")]
    public void Via_OfARequest_TellsWhereItsResponseGoes(string via, string noted, string target)
    {
        var request = new SipRequest(SipMethods.Options, SipUri.Parse("sip:a@b"));
        request.Headers.Add(HeaderNames.Via, via);
        var source = new SipTarget(SipProtocol.Udp, Far);

        ResponseRouting.NoteSource(request, source);

        Assert.Equal(noted, request.Headers.Get(HeaderNames.Via));
        Assert.Equal(target, ResponseRouting.TargetOf(request.TopVia, source).EndPoint.ToString());
    }

    [Fact]
    public void Response_OverAConnection_GoesBackOnIt()
    {
        var source = new SipTarget(SipProtocol.Tcp, Far, Connection: 7);

        Assert.Equal(new SipTarget(SipProtocol.Tcp, IPEndPoint.Parse("192.0.2.7:5060"), Connection: 7) { MayDial = true }, ResponseRouting.TargetOf(Via.Parse("SIP/2.0/TCP h"), source));
    }

    [Fact]
    public void MalformedRequest_IsAnsweredWithoutATransaction_MalformedResponseIsDropped()
    {
        var (layer, transport) = Start(new TransportOptions());

        transport.Receive(TortureMessage.Of("insuf").Bytes, Far);
        transport.Receive(TortureMessage.Of("badvers").Bytes, Far);
        transport.Receive(TortureMessage.Of("bigcode").Bytes, Far);
        transport.Receive(Encoding.UTF8.GetBytes("GET / HTTP/1.1\r\n\r\n"), Far);

        Assert.Equal(["400 INVITE", "505 OPTIONS"], _network.Packets.Select(packet => packet.Summary));
        Assert.Equal((3, 1), (layer.Counters.MalformedRequests, layer.Counters.MalformedResponses));
        Assert.Empty(_received);
    }

    [Fact]
    public void Source_BeyondItsRate_IsNotEvenAnswered()
    {
        var (layer, transport) = Start(new TransportOptions { MessagesPerSecondAndSource = 2 });
        for (var i = 0; i < 5; i++) transport.Receive(TortureMessage.Of("zeromf").Bytes, Far);
        transport.Receive(TortureMessage.Of("zeromf").Bytes, IPEndPoint.Parse("192.0.2.8:5060"));
        Assert.Equal((3, 3), (_received.Count, layer.Counters.OverLimit));

        _network.Run(1);
        transport.Receive(TortureMessage.Of("zeromf").Bytes, Far);
        Assert.Equal(4, _received.Count);
    }

    private (TransportLayer, MemoryTransport) Start(TransportOptions options)
    {
        var transport = _network.Open("10.0.0.1:5060");
        var layer = new TransportLayer([transport], _network.Time, options);
        layer.Start(this);
        return (layer, transport);
    }

    void IMessageSink.RequestReceived(SipRequest request, SipTarget source) => _received.Add(request);

    void IMessageSink.ResponseReceived(SipResponse response, SipTarget source) => _received.Add(response);
}
