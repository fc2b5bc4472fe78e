using System.Text;
using Orchestrator.Sip.Sdp;

namespace Orchestrator.Sip.Tests.Sdp;

public class SdpTests
{
    private const string Browser =
        "v=0\r\no=- 4611 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\na=msid-semantic: WMS x\r\n" +
        "m=audio 54321 UDP/TLS/RTP/SAVPF 111 9 0 110\r\nc=IN IP4 203.0.113.1\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=candidate:1 1 udp 2122 10.0.0.1 54321 typ host\r\n" +
        "a=ice-ufrag:abcd\r\na=ice-pwd:efgh\r\na=fingerprint:sha-256 AA:BB\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n" +
        "a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:110 telephone-event/48000\r\na=ssrc:1 cname:x\r\n";

    private const string Phone =
        "v=0\r\no=a 1 7 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n" +
        "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n";

    private static readonly SdpCodec[] Ours = [new(9, "G722", 8000), new(0, "PCMU", 8000), new(96, "telephone-event", 8000)];

    [Theory]
    [InlineData(Browser)]
    [InlineData(Phone)]
    public void Description_ReadAndWritten_IsTheSame(string text) => Assert.Equal(text, Parse(text).ToString());

    [Fact]
    public void Description_OfABrowser_TellsCodecsAndKeys()
    {
        var media = Parse(Browser).Media.Single();

        Assert.Equal(["opus", "G722", "PCMU", "telephone-event"], media.Codecs.Select(codec => codec.Name));
        Assert.Equal(new SdpCodec(111, "opus", 48000, 2, "minptime=10;useinbandfec=1"), media.Codecs[0]);
        Assert.Equal(("sha-256 AA:BB", "actpass", "abcd", ""), (media.Attribute("fingerprint"), media.Attribute("setup"), media.Attribute("ice-ufrag"), media.Attribute("rtcp-mux")));
        Assert.Null(media.Attribute("ice"));
        Assert.True(media.IsSecure);
    }

    [Fact]
    public void Crypto_IsRead()
    {
        var media = Parse(Phone.Replace("a=fmtp:101 0-15\r\n", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20\r\na=crypto:nonsense\r\n")).Media[0];

        Assert.Equal([new SdpCrypto(1, "AES_CM_128_HMAC_SHA1_80", "inline:abc|2^20")], media.Crypto);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("o=- 1 1 IN IP4 h\r\n")]
    [InlineData("v=0\r\nm=audio\r\n")]
    [InlineData("v=0\r\nm=audio 99999 RTP/AVP 0\r\n")]
    [InlineData("v=0\r\na=x\ry\r\n")]
    public void Text_OfAnotherGrammar_IsNoDescription(string text) => Assert.False(SessionDescription.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Answer_TakesOurCodecsWithTheirNumbers_AndRefusesTheRest()
    {
        var offer = Parse(Phone);
        var answer = OfferAnswer.AnswerAudio(offer, "10.0.0.2", 5000, Ours)!;

        Assert.Equal("audio 5000 RTP/AVP 0 101", answer.Media[0].ToString());
        Assert.Equal("0-15", answer.Media[0].Codecs[1].Parameters);
        Assert.True(answer.Media[1].IsRefused);
        Assert.Null(OfferAnswer.Misfit(offer, answer));
        Assert.Null(OfferAnswer.AnswerAudio(Parse(Browser), "10.0.0.2", 5000, Ours));
    }

    [Theory]
    [InlineData(MediaDirection.SendRecv, MediaDirection.SendRecv, MediaDirection.SendRecv)]
    [InlineData(MediaDirection.SendOnly, MediaDirection.SendRecv, MediaDirection.RecvOnly)]
    [InlineData(MediaDirection.RecvOnly, MediaDirection.SendRecv, MediaDirection.SendOnly)]
    [InlineData(MediaDirection.Inactive, MediaDirection.SendRecv, MediaDirection.Inactive)]
    [InlineData(MediaDirection.SendRecv, MediaDirection.RecvOnly, MediaDirection.RecvOnly)]
    [InlineData(MediaDirection.SendOnly, MediaDirection.SendOnly, MediaDirection.Inactive)]
    public void Direction_OfAnAnswer_IsWhatBothAllow(MediaDirection offer, MediaDirection wish, MediaDirection answer) => Assert.Equal(answer, wish.AnswerTo(offer));

    [Theory]
    [InlineData("a=sendonly\r\n", true)]
    [InlineData("a=inactive\r\n", true)]
    [InlineData("c=IN IP4 0.0.0.0\r\n", true)]
    [InlineData("a=recvonly\r\n", false)]
    [InlineData("", false)]
    public void Hold_IsSeen_InBothItsForms(string line, bool held) =>
        Assert.Equal(held, Parse($"v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP4 10.0.0.1\r\nm=audio 1 RTP/AVP 0\r\n{line}").IsHeld);

    [Fact]
    public void Hold_IsOffered_AsANewVersionOfTheSameSession()
    {
        var description = Parse(Phone);
        description.RaiseVersion();
        description.Media[0].SetDirection(MediaDirection.SendOnly);

        Assert.Equal("a 1 8 IN IP4 10.0.0.1", description.Value('o'));
        Assert.Equal(MediaDirection.SendOnly, Parse(description.ToString()).DirectionOf(description.Media[0]));
        Assert.Equal("a=sendonly", description.ToString().Split("\r\n").Single(line => line.EndsWith("only", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("m=audio 1 RTP/AVP 0\r\n", "2 media answer 1")]
    [InlineData("m=video 1 RTP/AVP 0\r\n", "video answers audio")]
    [InlineData("m=audio 1 RTP/SAVP 0\r\n", "RTP/SAVP answers RTP/AVP")]
    [InlineData("a=sendonly\r\nm=audio 1 RTP/AVP 0\r\n", "sendonly answers sendonly")]
    public void Answer_ThatDoesNotFit_IsTold(string lines, string misfit)
    {
        var offer = Parse("v=0\r\na=sendonly\r\nm=audio 1 RTP/AVP 0\r\n");
        var answer = Parse("v=0\r\na=recvonly\r\n" + (misfit[0] == '2' ? lines + lines : lines).Replace("a=sendonly\r\nm=audio 1 RTP/AVP 0\r\n", "m=audio 1 RTP/AVP 0\r\na=sendonly\r\n"));

        Assert.Equal(misfit, OfferAnswer.Misfit(offer, answer));
    }

    private static SessionDescription Parse(string text)
    {
        Assert.True(SessionDescription.TryParse(Encoding.UTF8.GetBytes(text), out var description));
        return description;
    }
}
