using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>PRACK (RFC 3262), UPDATE (RFC 3311), REFER (RFC 3515).</summary>
public class ExtensionTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public ExtensionTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    [Fact]
    public void ReliableProvisional_Lost_IsRepeatedUntilItsPrack_AndTheNextWaits()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "183 INVITE" && lost++ < 2;
        _bob.OnInvite = call =>
        {
            call.Progress(183, Phone.Sdp, reliable: true);
            call.Progress(180, reliable: true);
        };
        _alice.Call(_bob);
        _network.Run(1);
        Assert.DoesNotContain("180 INVITE", _bob.Sent);
        _network.Run(1);
        _bob.Calls.Single().Answer(default);
        _network.Run(1);

        Assert.Equal(["183", "180", "answered"], _alice.Told);
        Assert.Equal(["INVITE", "PRACK", "PRACK", "ACK"], _alice.Sent);
        Assert.Equal(["prack", "prack", "ack"], _bob.Told);
        Assert.Equal(3, _bob.Sent.Count(summary => summary == "183 INVITE"));
    }

    [Fact]
    public void ReliableProvisional_NeverAcknowledged_EndsTheInviteWith504()
    {
        _network.Loses = packet => packet.Summary == "PRACK";
        _bob.OnInvite = call => call.Progress(183, Phone.Sdp, reliable: true);
        _alice.Call(_bob);
        _network.Run(40);

        Assert.Equal(["183", "failed Refusal 504"], _alice.Told);
        Assert.Equal(["failed NoPrack"], _bob.Told);
    }

    [Fact]
    public void Answer_WhileAPrackIsMissing_WaitsForIt()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "PRACK" && lost++ < 1;
        _bob.OnInvite = call =>
        {
            call.Progress(183, Phone.Sdp, reliable: true);
            call.Answer(default);
        };
        _alice.Call(_bob);
        _network.Run(TimeSpan.FromMilliseconds(400));
        Assert.DoesNotContain("200 INVITE", _bob.Sent);
        _network.Run(2);

        Assert.Equal(["183", "answered"], _alice.Told);
    }

    [Fact]
    public async Task Update_InAnEarlyDialog_IsAnswered()
    {
        _bob.OnInvite = call => call.Progress(183, Phone.Sdp, reliable: true);
        _alice.Call(_bob);
        _network.Run(1);
        var updated = _alice.Session.Offer(Phone.Sdp, byUpdate: true);
        _network.Run(1);

        Assert.True((await updated).IsSuccess);
        Assert.Equal(["prack", "offer by UPDATE"], _bob.Told);
        Assert.Equal(SessionState.Early, _alice.Session.State);
    }

    [Fact]
    public async Task Offer_Refused_LeavesTheSessionAsItWas()
    {
        _bob.OnOffer = offer => offer.Reject(488);
        _alice.Call(_bob);
        _network.Run(1);
        var offered = _alice.Session.Offer(Phone.Sdp);
        _network.Run(1);

        Assert.Equal(488, (await offered).Response!.Status);
        Assert.Equal((SessionState.Confirmed, SessionState.Confirmed), (_alice.Session.State, _bob.Session.State));
    }

    [Fact]
    public async Task Offer_ToADialogThatIsGone_EndsTheSession()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _bob.Agent.Remove(_bob.Session);
        var offered = _alice.Session.Offer(Phone.Sdp);
        _network.Run(1);

        Assert.Equal(481, (await offered).Response!.Status);
        Assert.Equal(["answered", "ended DialogLost 481"], _alice.Told);
    }

    [Fact]
    public async Task Refer_IsAccepted_AndItsProgressTold()
    {
        _alice.Call(_bob);
        _network.Run(1);
        var referred = _bob.Session.Refer(NameAddress.Parse("<sip:carol@example.com>"));
        _network.Run(1);
        _alice.Referrals.Single().Accept();
        _alice.Referrals.Single().Progress(180);
        _alice.Referrals.Single().Progress(200);
        _network.Run(1);

        Assert.Equal(202, (await referred).Response!.Status);
        Assert.Equal(["answered", "referred to sip:carol@example.com"], _alice.Told);
        Assert.Equal(["ack", "referral 100", "referral 180", "referral 200 last"], _bob.Told);
    }

    [Fact]
    public void Notify_OfNoReferral_IsRefused()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _ = _bob.Session.Request(SipMethods.Notify, "message/sipfrag", "SIP/2.0 200 OK"u8.ToArray(), new SipHeader(HeaderNames.Event, "refer"));
        _ = _bob.Session.Request(SipMethods.Notify, null, default, new SipHeader(HeaderNames.Event, "dialog"));
        _network.Run(1);

        Assert.Contains("489 NOTIFY", _alice.Sent);
        Assert.DoesNotContain(_alice.Told, told => told.StartsWith("referral", StringComparison.Ordinal));
    }
}
