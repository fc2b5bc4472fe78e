using System.Text;
using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Answers that an engine lets pass, and that we do not.</summary>
public class SrtpCheckTests
{
    private const string Suite = "AES_CM_128_HMAC_SHA1_80";
    private const string Key = "inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private const string Fingerprint = "a=fingerprint:sha-256 AB:CD\r\n";

    private static readonly string SecureOffer = Sdp("RTP/SAVP", $"a=crypto:1 {Suite} {Key}\r\na=crypto:2 AES_CM_128_HMAC_SHA1_32 {Key}\r\n");

    [Theory]
    [InlineData("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", null)]
    [InlineData("RTP/SAVP", "a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:k\r\n", null)]
    [InlineData("RTP/AVP", "", "its media is not encrypted, which is mandatory")]
    [InlineData("RTP/SAVP", "", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:k\r\n", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=crypto:1 NULL_HMAC_SHA1_80 inline:k\r\n", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k\r\na=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:k\r\n", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=fingerprint:sha-256 AB:CD\r\n", "its answer names no key that was offered")]
    [InlineData("RTP/SAVP", "a=setup:active\r\n", "its answer names no key that was offered")]
    public void Mandatory_TakesOneOfTheKeysOffered(string protocol, string attributes, string? problem) =>
        Assert.Equal(problem, Check(SecureOffer, Sdp(protocol, attributes), new() { To = "sip:b@x", From = "+1555", Encryption = SrtpPolicy.Mandatory }));

    [Theory]
    [InlineData("RTP/AVP", "", null)]
    [InlineData("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", "its media is encrypted, which is forbidden")]
    public void Forbidden_TakesNone(string protocol, string attributes, string? problem) =>
        Assert.Equal(problem, Check(Sdp("RTP/AVP", ""), Sdp(protocol, attributes), new() { To = "sip:b@x", From = "+1555", Encryption = SrtpPolicy.Forbidden }));

    [Theory]
    [InlineData(Fingerprint + "a=setup:active\r\n", null)]
    [InlineData(Fingerprint + "a=setup:passive\r\n", null)]
    [InlineData(Fingerprint + "a=setup:actpass\r\n", "its answer is not keyed by DTLS")]
    [InlineData(Fingerprint, "its answer is not keyed by DTLS")]
    [InlineData("a=setup:active\r\n", "its answer is not keyed by DTLS")]
    public void Webrtc_NeedsFingerprintAndRole(string attributes, string? problem) =>
        Assert.Equal(problem, Check(Sdp("UDP/TLS/RTP/SAVPF", Fingerprint + "a=setup:actpass\r\n"), Sdp("UDP/TLS/RTP/SAVPF", attributes), new() { To = "sip:b@x", From = "+1555", WebrtcMedia = true }));

    [Fact]
    public void Webrtc_AnsweredPlain_IsRefused() =>
        Assert.Equal("its answer is not keyed by DTLS", Check(Sdp("UDP/TLS/RTP/SAVPF", Fingerprint), Sdp("RTP/AVP", ""), new() { To = "sip:b@x", From = "+1555", WebrtcMedia = true }));

    [Theory]
    [InlineData(SrtpPolicy.Mandatory, "RTP/SAVP", "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", null)]
    [InlineData(SrtpPolicy.Mandatory, "UDP/TLS/RTP/SAVP", Fingerprint, null)]
    [InlineData(SrtpPolicy.Mandatory, "RTP/AVP", "", "its media is not encrypted, which is mandatory")]
    [InlineData(SrtpPolicy.Mandatory, "RTP/SAVP", "", "its media is encrypted without a key")]
    [InlineData(SrtpPolicy.Mandatory, "RTP/SAVP", "a=crypto:1 NULL_HMAC_SHA1_80 inline:k\r\n", "its media is encrypted without a key")]
    [InlineData(SrtpPolicy.Forbidden, "RTP/AVP", "", null)]
    [InlineData(SrtpPolicy.Forbidden, "RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", "its media is encrypted, which is forbidden")]
    [InlineData(SrtpPolicy.Optional, "RTP/AVP", "", null)]
    public void LaterInTheCall_ItsOwnKeysWillDo(SrtpPolicy policy, string protocol, string attributes, string? problem) =>
        Assert.Equal(problem, Later(Sdp(protocol, attributes), new() { To = "sip:b@x", From = "+1555", Encryption = policy }));

    [Theory]
    [InlineData("UDP/TLS/RTP/SAVPF", Fingerprint + "a=setup:actpass\r\n", null)]
    [InlineData("RTP/SAVP", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:k\r\n", "its media is not keyed by DTLS")]
    [InlineData("RTP/AVP", "", "its media is not keyed by DTLS")]
    public void LaterInTheCall_WebrtcStaysKeyedByDtls(string protocol, string attributes, string? problem) =>
        Assert.Equal(problem, Later(Sdp(protocol, attributes), new() { To = "sip:b@x", From = "+1555", WebrtcMedia = true }));

    private static string? Later(string description, DialTarget target)
    {
        Assert.True(SessionDescription.TryParse(Encoding.ASCII.GetBytes(description), out var parsed));
        return SrtpCheck.ProblemLater(parsed, target);
    }

    private static string? Check(string offer, string answer, DialTarget target)
    {
        Assert.True(SessionDescription.TryParse(Encoding.ASCII.GetBytes(answer), out var parsed));
        return SrtpCheck.Problem(Encoding.ASCII.GetBytes(offer), parsed, target);
    }

    private static string Sdp(string protocol, string attributes) =>
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 {protocol} 0\r\na=rtpmap:0 PCMU/8000\r\n{attributes}";
}
