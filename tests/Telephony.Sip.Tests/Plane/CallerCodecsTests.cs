using System.Text;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Sdp;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A caller is answered in the codecs that were asked for, or not at all.</summary>
public sealed class CallerCodecsTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    [Theory]
    [InlineData("PCMA", "PCMA telephone-event")]
    [InlineData("pcma,G729,PCMU", "PCMA PCMU telephone-event")]
    [InlineData("", "PCMU PCMA G722 telephone-event")]
    public async Task Caller_IsAnsweredInThem_InTheirOrder(string codecs, string answered)
    {
        var (phone, arrived) = CallIn();
        _bench.Give(new Answer(arrived.LegId) { Codecs = codecs.Split(',', StringSplitOptions.RemoveEmptyEntries) });
        _bench.Run(0.1);

        Assert.Equal(["answered"], phone.Told);
        Assert.Equal(answered, Codecs(Answer()));
        // What he offers later is answered in them as well.
        var again = await _bench.Until("answered again", phone.Session.Offer(Sdp));
        Assert.Equal(answered, Codecs(again.Response!.Body));
    }

    [Fact]
    public void Caller_WhoOffersNoneOfThem_IsRefused()
    {
        var (phone, arrived) = CallIn();
        _bench.Give(new Answer(arrived.LegId) { Codecs = ["opus", "G729"] });
        _bench.Run(0.1);

        Assert.Equal(["failed Refusal 488"], phone.Told);
        var cause = Assert.IsType<Ended>(_bench.Events[^1]).Cause;
        Assert.Equal("found codecs PCMU, PCMA, G722, expected some of opus, G729", cause.Detail);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private static byte[] Sdp { get; } = Encoding.ASCII.GetBytes(
        "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8 9 101\r\na=rtpmap:101 telephone-event/8000\r\n");

    private (Phone Phone, Arrived Arrived) CallIn()
    {
        var phone = _bench.Phone();
        phone.Call(SipUri.Parse("sip:support@10.0.0.1:5060"), options => options with { Offer = Sdp });
        _bench.Run(0.1);
        return (phone, Assert.IsType<Arrived>(_bench.Events[^1]));
    }

    private ReadOnlyMemory<byte> Answer() => _bench.Network.Packets.Last(packet => packet.Summary == "200 INVITE").Message.Body;

    private static string Codecs(ReadOnlyMemory<byte> description)
    {
        Assert.True(SessionDescription.TryParse(description.Span, out var sdp));
        return string.Join(' ', sdp.Media[0].Codecs.Select(codec => codec.Name));
    }
}
