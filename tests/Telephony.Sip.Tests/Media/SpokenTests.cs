using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Which codec a caller is taken to speak, and answered with.</summary>
public class SpokenTests
{
    [Theory]
    [InlineData("RTP/AVP", "96 9 8 0 101", "8 0 96 9 101", "PCMA")]
    [InlineData("RTP/SAVP", "0 96", "0 96", "PCMU")]
    [InlineData("RTP/AVP", "18 96 101", "18 96 101", "opus")]
    [InlineData("RTP/AVP", "18", "18", null)]
    [InlineData("UDP/TLS/RTP/SAVPF", "96 9 0 8 101", "96 9 0 8 101", "opus")]
    public void First_IsG711OfPhones_AndOfBrowsersWhatTheyLikeBest(string protocol, string offered, string ordered, string? spoken)
    {
        var first = Spoken.First(Sdp(protocol, offered));

        Assert.Contains($"m=audio 4000 {protocol} {ordered}\r\n", first, StringComparison.Ordinal);
        Assert.Equal(spoken, Spoken.Of(first));
    }

    [Fact]
    public void Offer_IsAnsweredWithOneCodec_AndDigits_InItsOwnNumbers() =>
        Assert.Equal(["96 opus/48000/2", "101 telephone-event/8000"], Spoken.In(Sdp("RTP/AVP", "96 0 101")).Select(codec => codec.RtpMap));

    private static string Sdp(string protocol, string formats) =>
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 {protocol} {formats}\r\na=rtpmap:96 opus/48000/2\r\na=rtpmap:101 telephone-event/8000\r\n";
}
