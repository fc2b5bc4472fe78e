using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Tests.UserAgents;

namespace Orchestrator.Sip.Tests.Authentication;

public class DigestTests
{
    private static readonly Credentials Alice = new("alice", "secret \"with\" quotes");
    private readonly MemoryNetwork _network = new();
    private readonly DigestVerifier _verifier;

    public DigestTests() => _verifier = new DigestVerifier("example.com", user => user == "alice" ? Alice.Password : null, _network.Time);

    // RFC 7616 section 3.9.1: its example for both algorithms.
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Response_OfTheRfcsExample_IsTheRfcs(DigestAlgorithm algorithm, string response)
    {
        var secret = Digest.Secret(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");

        Assert.Equal(response, Digest.Response(
            algorithm, secret, "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET", "/dir/index.html"));
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void Credentials_AreVerified_OnceEach(DigestAlgorithm algorithm)
    {
        var verifier = new DigestVerifier("example.com", _ => Alice.Password, _network.Time) { Algorithms = [algorithm] };
        var client = new DigestClient(Alice);
        var request = Request();
        Assert.Equal(Verdict.Missing, verifier.Verify(request).Verdict);
        Assert.True(client.Take(request, verifier.Challenge(request)));
        client.Authorize(request);

        Assert.Equal((Verdict.Right, "alice"), verifier.Verify(request));
        Assert.Equal(Verdict.Stale, verifier.Verify(request).Verdict);
        client.Authorize(request);
        Assert.Equal(Verdict.Right, verifier.Verify(request).Verdict);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", "")]
    public void Credentials_ThatAreWrong_AreNotAskedForAgain(string user, string password)
    {
        var client = new DigestClient(new Credentials(user, password));
        var request = Request();
        client.Take(request, _verifier.Challenge(request));
        client.Authorize(request);

        Assert.Equal(Verdict.Wrong, _verifier.Verify(request).Verdict);
        Assert.False(client.Take(request, _verifier.Challenge(request)));
    }

    [Fact]
    public void Nonce_ThatIsOld_IsStale_AndAnsweredAgain()
    {
        var client = new DigestClient(Alice);
        var request = Request();
        client.Take(request, _verifier.Challenge(request));
        _network.Time.Advance(TimeSpan.FromMinutes(6));
        client.Authorize(request);
        Assert.Equal((Verdict.Stale, "alice"), _verifier.Verify(request));

        Assert.True(client.Take(request, _verifier.Challenge(request, stale: true)));
        client.Authorize(request);
        Assert.Equal(Verdict.Right, _verifier.Verify(request).Verdict);
    }

    [Fact]
    public void Nonce_OfAnotherNode_IsStale()
    {
        var client = new DigestClient(Alice);
        var request = Request();
        client.Take(request, new DigestVerifier("example.com", _ => null, _network.Time).Challenge(request));
        client.Authorize(request);

        Assert.Equal((Verdict.Stale, "alice"), _verifier.Verify(request));
    }

    [Theory]
    [InlineData("nonce=\"", "nonce=\"x")]
    [InlineData("qop=auth", "qop=auth-int")]
    [InlineData("nc=00000001", "nc=00000002")]
    [InlineData("uri=\"sip:", "uri=\"sip:evil.")]
    [InlineData("response=\"", "response=\"0")]
    public void Authorization_ThatWasChanged_IsWrong(string part, string changed)
    {
        var client = new DigestClient(Alice);
        var request = Request();
        client.Take(request, _verifier.Challenge(request));
        client.Authorize(request);
        var text = request.Headers.Get(HeaderNames.Authorization)!;
        Assert.Contains(part, text, StringComparison.Ordinal);
        request.Headers.Set(HeaderNames.Authorization, text.Replace(part, changed, StringComparison.Ordinal));

        Assert.Equal(Verdict.Wrong, _verifier.Verify(request).Verdict);
    }

    [Theory]
    [InlineData("Digest realm=\"r\", nonce=\"n\"", true)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=MD5, qop=\"auth,auth-int\"", true)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"", false)]
    [InlineData("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\"", false)]
    [InlineData("Digest realm=\"r\"", false)]
    [InlineData("Basic realm=\"r\"", false)]
    public void Challenge_ThatCannotBeAnswered_IsLeft(string challenge, bool taken)
    {
        var request = Request();
        var response = SipResponses.To(request, 401);
        response.Headers.Add(HeaderNames.WwwAuthenticate, challenge);

        Assert.Equal(taken, new DigestClient(Alice).Take(request, response));
    }

    // RFC 3665 section 3.3: an INVITE challenged by two proxies, one after the other.
    [Fact]
    public void Invite_ChallengedTwice_ComesThrough_AndSoDoesWhatFollowsAtOnce()
    {
        var (alice, bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));
        var gate = new Gatekeeper(_network, "10.0.1.1:5060", bob.Transport.LocalEndPoint, [_verifier, new DigestVerifier("other.example", _ => Alice.Password, _network.Time)]);
        alice.Call(SipUri.Parse("sip:b@10.0.1.1"), options => options with { Credentials = Alice, Route = [SipUri.Parse("sip:10.0.1.1;lr")] });
        _network.Run(2);

        Assert.Equal(["answered"], alice.Told);
        Assert.Equal(["INVITE", "ACK", "INVITE", "ACK", "INVITE", "ACK"], alice.Sent);
        Assert.Equal([1u, 2u, 3u], _network.Packets.Where(packet => packet.Summary == "INVITE" && packet.To.Equals(gate.EndPoint)).Select(packet => packet.Message.CSeq.Number));
        alice.Session.HangUp();
        _network.Run(1);
        Assert.Equal("BYE", alice.Sent[^1]);
        Assert.Equal(["ack", "ended FarEnd"], bob.Told);
    }

    [Fact]
    public void Invite_WithWrongCredentials_FailsAfterOneTry()
    {
        var alice = new Phone(_network, "10.0.0.1:5060");
        _ = new Gatekeeper(_network, "10.0.1.1:5060", alice.Transport.LocalEndPoint, [_verifier]);
        alice.Call(SipUri.Parse("sip:b@10.0.1.1"), options => options with { Credentials = new Credentials("alice", "wrong") });
        _network.Run(2);

        Assert.Equal(["failed Refusal 407"], alice.Told);
        Assert.Equal(2, alice.Sent.Count(summary => summary == "INVITE"));
    }

    private static SipRequest Request()
    {
        var request = new SipRequest(SipMethods.Register, SipUri.Parse("sip:example.com"));
        request.Headers.Add(HeaderNames.Via, "SIP/2.0/UDP h;branch=z9hG4bK1");
        request.Headers.Add(HeaderNames.To, "<sip:alice@example.com>");
        return request;
    }
}
