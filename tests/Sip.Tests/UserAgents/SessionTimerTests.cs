using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>Session timers (RFC 4028): who refreshes when, and what ends a session.</summary>
public class SessionTimerTests
{
    private static readonly TimeSpan HalfADay = TimeSpan.FromHours(12);
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public SessionTimerTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    [Fact]
    public void SessionTimer_IsRefreshedAtHalf_ByUpdate()
    {
        _alice.Terms = _bob.Terms = new SessionTerms { Expires = TimeSpan.FromSeconds(100) };
        _alice.Call(_bob);
        _network.Run(260);

        Assert.Equal(5, _alice.Sent.Count(summary => summary == "UPDATE"));
        Assert.DoesNotContain("UPDATE", _bob.Sent);
        Assert.Equal(["answered"], _alice.Told);
        Assert.Equal(["ack"], _bob.Told);
    }

    [Fact]
    public void SessionTimer_OfAFarEndThatDies_EndsTheSessionOnBothSides()
    {
        _alice.Terms = _bob.Terms = new SessionTerms { Expires = TimeSpan.FromSeconds(90) };
        _alice.Call(_bob);
        _network.Run(1);
        _network.Loses = _ => true;
        _network.Run(100);

        Assert.Equal(["answered", "ended DialogLost Timeout"], _alice.Told);
        Assert.Equal(["ack", "ended SessionExpired"], _bob.Told);
    }

    [Fact]
    public void SessionInterval_TooShort_IsAskedAgainOnce()
    {
        _alice.Terms = new SessionTerms { Expires = TimeSpan.FromSeconds(90) };
        _bob.Terms = new SessionTerms { Least = TimeSpan.FromSeconds(600) };
        _alice.Call(_bob);
        _network.Run(1);

        Assert.Equal(["answered"], _alice.Told);
        var invites = _network.Packets.Where(packet => packet.Summary == "INVITE").Select(packet => packet.Message).ToList();
        Assert.Equal([90, 600], invites.Select(invite => invite.SessionExpires!.Value.Seconds));
        Assert.Equal([1u, 2u], invites.Select(invite => invite.CSeq.Number));
        Assert.Equal(invites[0].CallId, invites[1].CallId);
    }

    // RFC 4028 section 10: a refusal does not end what is up.
    [Theory]
    [InlineData(500, "UPDATE")]
    [InlineData(488, "UPDATE")]
    [InlineData(405, "INVITE")]
    public void Refresh_ThatIsRefused_IsTriedAgain_AndTheSessionLives(int status, string then)
    {
        CallWithTimer();
        var refused = 0;
        _network.Loses = packet => packet.Summary == "UPDATE" && refused++ == 0 && IsAnswered(packet, status);
        _network.Run(65);

        Assert.Equal(["answered"], _alice.Told);
        Assert.Equal(["UPDATE", then], _alice.Sent.Where(summary => summary is "UPDATE" or "INVITE").Skip(1));
        _network.Run(100);
        Assert.Equal((1, 1), (_alice.Agent.SessionCount, _bob.Agent.SessionCount));
    }

    [Fact]
    public void Refresh_WhoseIntervalIsTooShort_IsTriedAgainAtOnceWithALongerOne()
    {
        CallWithTimer();
        var refused = 0;
        _network.Loses = packet => packet.Summary == "UPDATE" && refused++ == 0 && IsAnswered(packet, 422, new SipHeader(HeaderNames.MinSe, "200"));
        _network.Run(51);

        var updates = _network.Packets.Where(packet => packet.Summary == "UPDATE").Select(packet => packet.Message).ToList();
        Assert.Equal([100, 200], updates.Select(update => update.SessionExpires!.Value.Seconds));
        Assert.Equal([90, 200], updates.Select(update => update.MinSe!.Value.Seconds));
    }

    [Fact]
    public void Refresh_ThatIsAlwaysRefused_IsTriedTwice_AndTheSessionEndsWithItsTime()
    {
        CallWithTimer();
        _network.Loses = packet => packet.Summary == "BYE" || (packet.Summary == "UPDATE" && IsAnswered(packet, 500));
        _network.Run(97);
        Assert.Equal(["answered"], _alice.Told);
        _network.Run(5);

        Assert.Equal(["answered", "ended SessionExpired"], _alice.Told);
        Assert.Equal(2, _alice.Sent.Count(summary => summary == "UPDATE"));
    }

    [Theory]
    [InlineData(true, "ended DialogLost CancelUnconfirmed")]
    [InlineData(false)]
    public void ReInvite_ThatIsOnlyToldToWait_IsCancelled(bool isDead, params string[] told)
    {
        _alice.Call(_bob);
        _network.Run(1);
        _bob.OnOffer = _ => { };
        var waits = 0;
        _network.Loses = packet => packet.Summary switch
        {
            "INVITE" => waits++ == 0 && IsAnswered(packet, 183) && isDead,
            "CANCEL" => isDead,
            _ => false,
        };
        var offered = _alice.Session.Offer(Phone.Sdp);
        _network.Run(70);

        Assert.True(offered.IsCompletedSuccessfully, "the offer is under way for ever");
        Assert.Contains("CANCEL", _alice.Sent);
        Assert.Equal(["answered", .. told], _alice.Told);
    }

    // No clock can be set to what the wire may say here.
    [Fact]
    public void SessionInterval_BeyondAllMeasure_CountsAsADay()
    {
        _bob.OnInvite = call => call.Answer(Phone.Sdp, new SipHeader(HeaderNames.SessionExpires, $"{int.MaxValue};refresher=uac"));
        _alice.Call(_bob);
        _network.Run(1);
        _network.Time.Advance(HalfADay);
        _network.Run(1);

        Assert.Equal(["answered"], _alice.Told);
        Assert.Contains("UPDATE", _alice.Sent);
        Assert.Empty(_alice.Thrown);
    }

    [Fact]
    public void LeastInterval_BeyondAllMeasure_IsAnsweredWithADay()
    {
        _bob.Terms = new SessionTerms { Expires = TimeSpan.FromDays(100) };
        _alice.Call(_bob, options => options with { Session = new SessionTerms { Expires = TimeSpan.FromDays(100), Least = TimeSpan.FromDays(60) } });
        _network.Run(1);

        var answer = _network.Packets.Single(packet => packet.Summary == "200 INVITE").Message;
        Assert.Equal(SessionExpires.Longest, answer.SessionExpires!.Value.Seconds);
        Assert.Empty(_bob.Thrown);
    }

    [Fact]
    public void Listener_ThatThrowsWhenItIsAskedForAnAnswer_HasACallAllTheSame()
    {
        _alice.Call(_bob, options => options with { Offer = default, Answer = _ => throw new InvalidOperationException() });
        _network.Run(1);
        _alice.Session.HangUp();
        _network.Run(1);

        Assert.Equal(["answered", "ended Us 200"], _alice.Told);
        Assert.Single(_alice.Thrown);
    }

    private void CallWithTimer()
    {
        _alice.Terms = _bob.Terms = new SessionTerms { Expires = TimeSpan.FromSeconds(100) };
        _alice.Call(_bob);
        _network.Run(1);
    }

    /// <summary>Bob says that, whatever becomes of what he was asked.</summary>
    private bool IsAnswered(Packet packet, int status, params SipHeader[] headers)
    {
        var response = SipResponses.To((SipRequest)packet.Message, status);
        foreach (var (name, value) in headers) response.Headers.Add(name, value);
        _ = _bob.Transport.Send(SipWriter.ToBytes(response), _alice.Transport.Target).AsTask();
        return true;
    }
}
