using System.Text;
using System.Text.Json;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A subscriber's browser and his desk phone, which are offered different media as one leg.</summary>
public sealed class KindTests : IAsyncDisposable
{
    private static readonly byte[] Keyed = Encoding.ASCII.GetBytes(
        "v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 opus/48000/2\r\na=fingerprint:sha-256 AA\r\na=setup:active\r\n");

    private readonly RecordingMedia _media = new();
    private readonly Bench _bench;
    private readonly List<Orchestrator.Sip.UserAgents.IncomingCall> _atDesk = [];
    private readonly List<Orchestrator.Sip.UserAgents.IncomingCall> _atBrowser = [];
    private readonly Phone _desk;
    private readonly Phone _browser;

    public KindTests()
    {
        _bench = new Bench(media: _media);
        (_desk, _browser) = (_bench.Phone(_atDesk.Add), _bench.Phone(_atBrowser.Add));
    }

    [Theory]
    [InlineData(null, "b1 plain, b1~else webrtc")]
    [InlineData(true, "b1 webrtc")]
    [InlineData(false, "b1 plain")]
    public void Devices_AreOfferedWhatTheySpeak_UnlessItIsSaidForAllOfThem(bool? said, string offered)
    {
        Dial(said);

        Assert.Equal(offered, string.Join(", ", _media.Offered));
        Assert.Equal((1, 1), (_atDesk.Count, _atBrowser.Count));
    }

    [Theory]
    [InlineData(false, "b1~else")]
    [InlineData(true, "b1")]
    public void Leg_IsOfTheKindThatAnswers(bool browserAnswers, string over)
    {
        Dial(said: null);
        if (browserAnswers) _atBrowser[0].Answer(Keyed);
        else _atDesk[0].Answer(Phone.Sdp);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
        Assert.Equal([over], _media.Over);
        Assert.Contains("CANCEL", _bench.Sent);
        _bench.Give(new HangUp("b1", HangUpCause.Normal));
        _bench.Run(0.1);
        Assert.Equal(2, _media.Over.Distinct().Count());
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private void Dial(bool? said)
    {
        _bench.Dial("b1", "/private/alice", target => target with { Devices = [Place(_desk, SipProtocol.Udp), Place(_browser, SipProtocol.Ws)], WebrtcMedia = said });
        _bench.Run(0.1);
    }

    private static string Place(Phone phone, SipProtocol protocol) => JsonSerializer.Serialize(
        new DevicePlace($"<{phone.Uri}>", "call", 1, 0, "node-1", protocol, null, 0), DevicePlaceJson.Default.DevicePlace);
}
