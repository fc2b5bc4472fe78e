using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>The races of RFC 5407, and those of a fork: whatever crosses, every 2xx is acknowledged, every dialog ends on both sides.</summary>
public class RaceTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public RaceTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    [Fact]
    public void Cancel_BeforeAnyResponse_WaitsForTheFirst()
    {
        _network.Delay = TimeSpan.FromMilliseconds(100);
        _bob.OnInvite = _ => { };
        _alice.Call(_bob).Cancel();
        _network.Run(TimeSpan.FromMilliseconds(199));
        Assert.Equal(["INVITE"], _alice.Sent);
        _network.Run(1);

        Assert.Equal(["INVITE", "CANCEL", "ACK"], _alice.Sent);
        Assert.Equal(["failed Cancel 487"], _alice.Told);
        AssertAllGone();
    }

    // 2.1.2 (3.1.2): CANCEL behind the 200.
    [Fact]
    public void Answer_CrossingOurCancel_IsAcknowledgedAndHungUp()
    {
        _bob.OnInvite = call => call.Progress(180);
        var call = _alice.Call(_bob);
        _network.Run(1);
        call.Cancel();
        _bob.Calls.Single().Answer(Phone.Sdp);
        _network.Run(1);

        Assert.Equal(["INVITE", "CANCEL", "ACK", "BYE"], _alice.Sent);
        Assert.Equal(["180", "failed AnswerCrossedCancel 200"], _alice.Told);
        Assert.Equal(["ack", "ended FarEnd"], _bob.Told);
        AssertAllGone();
    }

    [Fact]
    public void Answer_WithoutProvisional_BehindOurWishToCancel_IsHungUpWithoutACancel()
    {
        _bob.OnInvite = call => call.Answer(Phone.Sdp);
        _network.Loses = packet => packet.Summary == "100 INVITE";
        _alice.Call(_bob).Cancel();
        _network.Run(1);

        Assert.Equal(["INVITE", "ACK", "BYE"], _alice.Sent);
        Assert.Equal(["failed AnswerCrossedCancel 200"], _alice.Told);
        AssertAllGone();
    }

    [Fact]
    public void Answer_CrossingOurCancel_AndLost_IsRepeatedAndHungUpOnce()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "200 INVITE" && lost++ < 2;
        _bob.OnInvite = call => call.Progress(180);
        var call = _alice.Call(_bob);
        _network.Run(1);
        call.Cancel();
        _bob.Calls.Single().Answer(Phone.Sdp);
        _network.Run(5);

        Assert.Equal(["INVITE", "CANCEL", "ACK", "BYE"], _alice.Sent);
        AssertAllGone();
    }

    [Fact]
    public void Cancel_Repeated_IsAnsweredFromTheCache_AndTheUserIsToldOnce()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "200 CANCEL" && lost++ < 1;
        _bob.OnInvite = call => call.Progress(180);
        var call = _alice.Call(_bob);
        _network.Run(1);
        call.Cancel();
        _network.Run(2);

        Assert.Equal(2, _bob.Sent.Count(summary => summary == "200 CANCEL"));
        Assert.Equal(["failed Cancel"], _bob.Told);
        AssertAllGone();
    }

    [Fact]
    public void Cancel_ThatNobodyConfirms_EndsBehind64T1_AndALateAnswerIsHungUp()
    {
        _bob.OnInvite = call => call.Progress(180);
        var call = _alice.Call(_bob);
        _network.Run(1);
        _network.Loses = packet => packet.Summary is "CANCEL" or "487 INVITE";
        call.Cancel();
        _network.Run(33);
        Assert.Equal(["180", "failed Failure CancelUnconfirmed"], _alice.Told);
        _bob.Calls.Single().Answer(Phone.Sdp);
        _network.Run(1);

        Assert.Equal(["ACK", "BYE"], _alice.Sent.TakeLast(2));
        Assert.Equal(["ack", "ended FarEnd"], _bob.Told);
        AssertAllGone();
    }

    // 3.1.1: the callee has answered and receives the INVITE again.
    [Fact]
    public void Invite_RepeatedBehindTheAnswer_IsAbsorbed()
    {
        _network.Loses = packet => packet.Summary is "100 INVITE" || (packet.Summary is "200 INVITE" && packet.At < TimeSpan.FromMilliseconds(600));
        _alice.Call(_bob);
        _network.Run(3);

        Assert.Single(_bob.Calls);
        Assert.Equal(["answered"], _alice.Told);
        AssertAllGone(hangUp: true);
    }

    // 3.1.4: the ACK is lost, and a re-INVITE comes. Offer and answer are complete, so it is taken.
    [Fact]
    public void ReInvite_WhileTheAckIsMissing_IsTaken()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "ACK" && lost++ == 0;
        _alice.Call(_bob);
        _network.Run(TimeSpan.FromMilliseconds(50));
        _ = _alice.Session.Offer(Phone.Sdp);
        _network.Run(3);

        Assert.Contains("offer by INVITE", _bob.Told);
        Assert.DoesNotContain("491 INVITE", _bob.Sent);
        AssertAllGone(hangUp: true);
    }

    // 3.1.5: as above, but the ACK brings the answer, so that another offer has to wait.
    [Fact]
    public async Task ReInvite_WhileTheAckWithTheAnswerIsMissing_Is491_AndTriedAgain()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "ACK" && lost++ == 0;
        _alice.Call(_bob, options => options with { Offer = default, Answer = _ => Phone.Sdp });
        _network.Run(TimeSpan.FromMilliseconds(50));
        var offered = _alice.Session.Offer(Phone.Sdp);
        _network.Run(6);

        Assert.Contains("491 INVITE", _bob.Sent);
        Assert.True((await offered).IsSuccess);
        AssertAllGone(hangUp: true);
    }

    // 3.1.6: BYE while the ACK is missing.
    [Fact]
    public void Bye_WhileTheAckIsMissing_EndsTheSession()
    {
        _network.Loses = packet => packet.Summary == "ACK";
        _alice.Call(_bob);
        _network.Run(TimeSpan.FromMilliseconds(50));
        _alice.Session.HangUp();
        _network.Run(1);

        Assert.Equal(["ended FarEnd"], _bob.Told);
        AssertAllGone();
    }

    // Section 15 of RFC 3261: the callee's BYE waits for the ACK.
    [Fact]
    public void HangUp_OfTheCalleeBeforeTheAck_WaitsForIt()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "ACK" && lost++ < 1;
        _alice.Call(_bob);
        _network.Run(TimeSpan.FromMilliseconds(50));
        _bob.Session.HangUp();
        _network.Run(TimeSpan.FromMilliseconds(100));
        Assert.DoesNotContain("BYE", _bob.Sent);
        _network.Run(2);

        Assert.Equal(["ack", "ended Us 200"], _bob.Told);
        AssertAllGone();
    }

    [Fact]
    public void Answer_NeverAcknowledged_IsRepeatedAndThenHungUp()
    {
        _network.Loses = packet => packet.Summary == "ACK";
        _alice.Call(_bob);
        _network.Run(40);

        Assert.Equal(11, _bob.Sent.Count(summary => summary == "200 INVITE"));
        Assert.Equal(["ended NoAck"], _bob.Told);
        Assert.Equal(["answered", "ended FarEnd"], _alice.Told);
        AssertAllGone();
    }

    // 3.2.1: both hang up at once.
    [Fact]
    public void Byes_Crossing_AreBothAnswered200()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _alice.Session.HangUp();
        _bob.Session.HangUp();
        _network.Run(1);

        Assert.Contains("200 BYE", _alice.Sent);
        Assert.Contains("200 BYE", _bob.Sent);
        Assert.Equal(["answered", "ended Us"], _alice.Told);
        Assert.Equal(["ack", "ended Us"], _bob.Told);
        AssertAllGone();
    }

    // 3.2.2: a re-INVITE meets a session that is leaving.
    [Fact]
    public async Task ReInvite_CrossingABye_Is481()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _alice.Session.HangUp();
        var offered = _bob.Session.Offer(Phone.Sdp);
        _network.Run(1);

        Assert.Contains("481 INVITE", _alice.Sent);
        Assert.False((await offered).IsSuccess);
        AssertAllGone();
    }

    // 3.3.1 and 3.3.2: offers that cross are both refused, and asked again, each side after its own wait.
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Offers_Crossing_AreBoth491_AndBothComeThroughInTheEnd(bool aliceUpdates, bool bobUpdates)
    {
        _alice.Call(_bob);
        _network.Run(1);
        var ours = _alice.Session.Offer(Phone.Sdp, aliceUpdates);
        var theirs = _bob.Session.Offer(Phone.Sdp, bobUpdates);
        _network.Run(10);

        Assert.Contains(_alice.Sent, summary => summary.StartsWith("491", StringComparison.Ordinal));
        Assert.Contains(_bob.Sent, summary => summary.StartsWith("491", StringComparison.Ordinal));
        Assert.Equal((200, 200), ((await ours).Response?.Status, (await theirs).Response?.Status));
        AssertAllGone(hangUp: true);
    }

    [Fact]
    public void Offer_WhileTheirFirstIsUnanswered_Is500WithRetryAfter()
    {
        _bob.OnOffer = _ => { };
        _alice.Call(_bob);
        _network.Run(1);
        _ = _alice.Session.Offer(Phone.Sdp);
        _network.Run(1);
        var second = (SipRequest)_network.Packets.Last(packet => packet.Summary == "INVITE").Message;
        second.Headers.Set(HeaderNames.CSeq, "9 INVITE");
        second.Headers.Set(HeaderNames.Via, "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKsecond");
        _bob.Transport.Receive(SipWriter.ToBytes(second), _alice.Transport.LocalEndPoint);

        var refused = _network.Packets.Single(packet => packet.Summary == "500 INVITE").Message;
        Assert.InRange(int.Parse(refused.Headers.Get(HeaderNames.RetryAfter)!), 0, 10);
    }

    [Fact]
    public void Request_WithALowerNumber_Is500()
    {
        _alice.Call(_bob);
        _network.Run(1);
        _ = _alice.Session.Request(SipMethods.Info);
        _network.Run(1);
        var late = (SipRequest)_network.Packets.Last(packet => packet.Summary == "INFO").Message;
        late.Headers.Set(HeaderNames.CSeq, "1 INFO");
        late.Headers.Set(HeaderNames.Via, "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKlate");
        _bob.Transport.Receive(SipWriter.ToBytes(late), _alice.Transport.LocalEndPoint);

        Assert.Equal("500 INFO", _bob.Sent[^1]);
    }

    // A fork below us: two early dialogs, then both answer.
    [Fact]
    public void Fork_WithTwoAnswers_KeepsTheFirst_AndHangsUpTheSecond()
    {
        var carol = new Phone(_network, "10.0.0.3:5060");
        _ = new ForkingProxy(_network, "10.0.1.1:5060", _bob, carol);
        _bob.OnInvite = carol.OnInvite = call => call.Progress(183, Phone.Sdp);
        _alice.Call(SipUri.Parse("sip:10.0.1.1"));
        _network.Run(1);
        Assert.Equal(2, _alice.Sessions.Count);
        _bob.Calls.Single().Answer(Phone.Sdp);
        carol.Calls.Single().Answer(Phone.Sdp);
        _network.Run(2);

        Assert.Equal(["183", "183", "answered"], _alice.Told);
        Assert.Equal(["ack"], _bob.Told);
        Assert.Equal(["ack", "ended FarEnd"], carol.Told);
        Assert.Equal(1, _alice.Agent.SessionCount);
    }

    // The callee's BYE overtakes its 200.
    [Fact]
    public void Bye_BeforeTheAnswerArrives_EndsTheCall_AndTheAnswerIsAcknowledged()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "200 INVITE" && lost++ < 2;
        _bob.OnInvite = call =>
        {
            call.Progress(180);
            call.Answer(Phone.Sdp);
        };
        _alice.Call(_bob);
        _network.Run(TimeSpan.FromMilliseconds(100));
        var invite = _bob.Calls.Single();
        var bye = invite.Session!.Dialog.NewRequest(SipMethods.Bye);
        _bob.Agent.Transactions.Send(bye, _alice.Transport.Target, new Deaf());
        _network.Run(5);

        Assert.Equal(["180", "failed FarEnd"], _alice.Told);
        Assert.Contains("ACK", _alice.Sent);
        Assert.Equal(0, _alice.Agent.SessionCount);
    }

    private void AssertAllGone(bool hangUp = false)
    {
        _network.Loses = _ => false;
        if (hangUp) _alice.Session.HangUp();
        _network.Run(110);
        Assert.Equal((0, 0), (_alice.Agent.SessionCount, _bob.Agent.SessionCount));
        Assert.Equal((0, 0), (_alice.Agent.Transactions.Count, _bob.Agent.Transactions.Count));
        Assert.Empty(_alice.Thrown.Concat(_bob.Thrown));
    }
}
