using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>The flows of RFC 3665 section 3, as far as they are a user agent's: what each side sends, and what its user is told.</summary>
public class CallFlowTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public CallFlowTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    // 3.1
    [Fact]
    public void SessionEstablishment_Successful_AndHungUpByTheCallee()
    {
        _bob.OnInvite = call => call.Progress(180);
        _alice.Call(_bob);
        _network.Run(1);
        _bob.Calls.Single().Answer(Phone.Sdp);
        _network.Run(1);
        _bob.Session.HangUp();
        _network.Run(40);

        Assert.Equal(["INVITE", "ACK", "200 BYE"], _alice.Sent);
        Assert.Equal(["100 INVITE", "180 INVITE", "200 INVITE", "BYE"], _bob.Sent);
        Assert.Equal(["180", "answered", "ended FarEnd"], _alice.Told);
        Assert.Equal(["ack", "ended Us 200"], _bob.Told);
        AssertAllGone();
    }

    // 3.2, 3.3: routes are recorded by proxies, and kept in the order of each side.
    [Fact]
    public void SessionThroughTwoProxies_RequestsWithinIt_FollowTheRecordedRoute()
    {
        var proxies = new RecordingProxy(_network, "10.0.1.1:5060", "10.0.1.2:5060");
        _alice.Call(_bob, options => options with { Route = [SipUri.Parse("sip:10.0.1.1;lr")] });
        _network.Run(1);
        _alice.Session.HangUp();
        _network.Run(1);
        proxies.Dispose();

        var bye = _network.Packets.First(packet => packet.Summary == "BYE" && packet.From.Equals(_alice.Transport.LocalEndPoint));
        Assert.Equal("10.0.1.1:5060", bye.To.ToString());
        Assert.Equal(["<sip:10.0.1.1:5060;lr>", "<sip:10.0.1.2:5060;lr>"], bye.Message.Headers.All(HeaderNames.Route));
        Assert.Equal(["ack", "ended FarEnd"], _bob.Told);
    }

    // 3.6, second half: SDP in the ACK.
    [Fact]
    public void SessionWithSdpInTheAck_CalleeMakesTheOffer()
    {
        _alice.Call(_bob, options => options with { Offer = default, Answer = _ => Phone.Sdp });
        _network.Run(1);

        Assert.Equal(["ack with answer"], _bob.Told);
        Assert.Equal(["answered"], _alice.Told);
    }

    // 3.6, first half.
    [Fact]
    public void Redirection_IsTold_WithItsContacts()
    {
        _bob.OnInvite = call => call.Reject(302, null, new SipHeader(HeaderNames.Contact, "<sip:bob@10.0.0.9>"));
        var call = _alice.Call(_bob);
        _network.Run(1);
        var redirected = (SipResponse)_network.Packets.Single(packet => packet.Summary == "302 INVITE").Message;

        Assert.Equal(["failed Refusal 302"], _alice.Told);
        Assert.Equal("sip:bob@10.0.0.9", redirected.Contacts.Single().Uri.ToString());
        Assert.True(call.Answered.IsFaulted);
    }

    // 3.7
    [Fact]
    public async Task ReInvite_WithANewAddress_IsAnsweredAndAcknowledged()
    {
        _alice.Call(_bob);
        _network.Run(1);
        var outcome = _bob.Session.Offer(Phone.Sdp);
        _network.Run(1);

        Assert.True((await outcome).IsSuccess);
        Assert.Equal(["answered", "offer by INVITE", "ack"], _alice.Told);
        Assert.Equal(["100 INVITE", "200 INVITE", "INVITE", "ACK"], _bob.Sent);
    }

    // 3.8
    [Fact]
    public void NoAnswer_IsCancelled_And487IsAcknowledged()
    {
        _bob.OnInvite = call => call.Progress(180);
        var call = _alice.Call(_bob);
        _network.Run(5);
        call.Cancel(ReasonValue.CompletedElsewhere);
        _network.Run(40);

        Assert.Equal(["INVITE", "CANCEL", "ACK"], _alice.Sent);
        Assert.Equal(["100 INVITE", "180 INVITE", "200 CANCEL", "487 INVITE"], _bob.Sent);
        Assert.Equal(["180", "failed Cancel 487"], _alice.Told);
        Assert.Equal(["failed Cancel"], _bob.Told);
        var cancel = _network.Packets.Single(packet => packet.Summary == "CANCEL").Message;
        Assert.Equal([ReasonValue.CompletedElsewhere], cancel.Reasons);
        Assert.Equal(1u, cancel.CSeq.Number);
        AssertAllGone();
    }

    // 3.9 and 3.11
    [Theory]
    [InlineData(486)]
    [InlineData(480)]
    [InlineData(603)]
    public void Refusal_IsAcknowledged_AndTold(int status)
    {
        _bob.OnInvite = call => call.Reject(status);
        _alice.Call(_bob);
        _network.Run(40);

        Assert.Equal(["INVITE", "ACK"], _alice.Sent);
        Assert.Equal([$"failed Refusal {status}"], _alice.Told);
        Assert.Equal([$"failed Refusal {status}"], _bob.Told);
        AssertAllGone();
    }

    // 3.10
    [Fact]
    public void NoResponse_TimesOut_WithoutACancel()
    {
        _network.Loses = _ => true;
        var call = _alice.Call(_bob);
        _network.Run(5);
        call.Cancel();
        _network.Run(70);

        Assert.DoesNotContain("CANCEL", _alice.Sent);
        Assert.Equal(["failed Failure Timeout"], _alice.Told);
        AssertAllGone();
    }

    [Fact]
    public async Task RequestsWithinASession_HaveGrowingNumbersAndBothTags()
    {
        _alice.Call(_bob);
        _network.Run(1);
        var first = _alice.Session.Request(SipMethods.Info, "application/dtmf-relay", "Signal=1"u8.ToArray());
        var second = _alice.Session.Request(SipMethods.Message);
        _network.Run(1);

        Assert.True((await first).IsSuccess && (await second).IsSuccess);
        Assert.Equal(["ack", "INFO", "MESSAGE"], _bob.Told);
        var requests = _network.Packets.Where(packet => packet.Summary is "INFO" or "MESSAGE").Select(packet => packet.Message).ToList();
        Assert.Equal([2u, 3u], requests.Select(request => request.CSeq.Number));
        Assert.All(requests, request => Assert.NotNull(request.To.Tag));
    }

    [Fact]
    public void RequestOfNoSession_Is481_AndItsAckIsDropped()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _bob.Session.HangUp();
        _network.Run(1);
        var bye = (SipRequest)_network.Packets.Single(packet => packet.Summary == "BYE").Message;
        bye.Headers.Set(HeaderNames.Via, "SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKagain");
        _alice.Transport.Receive(SipWriter.ToBytes(bye), _bob.Transport.LocalEndPoint);

        Assert.Equal("481 BYE", _alice.Sent[^1]);
    }

    private void AssertAllGone()
    {
        _network.Run(70);
        Assert.Equal((0, 0), (_alice.Agent.SessionCount, _bob.Agent.SessionCount));
        Assert.Equal((0, 0), (_alice.Agent.Transactions.Count, _bob.Agent.Transactions.Count));
        Assert.Empty(_alice.Thrown.Concat(_bob.Thrown));
    }
}
