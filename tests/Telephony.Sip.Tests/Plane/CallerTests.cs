using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Somebody calls in.</summary>
public sealed class CallerTests : IAsyncDisposable
{
    private Bench _bench = new();

    [Fact]
    public void Caller_Arrives_AsItsInviteSays()
    {
        var (_, arrived) = CallIn("sip:+15550100002@10.0.0.1;user=phone", options => options with
        {
            From = NameAddress.Parse("Alice <sip:+15550100001@example.com>"),
            Headers = [new("X-Case", "7"), new("Subject", "hello")],
        });

        Assert.Equal(("+15550100001", "+15550100002", "Alice", CallerKind.Phone), (arrived.Call.From, arrived.Call.To, arrived.Call.FromName, arrived.Call.Kind));
        Assert.Equal([KeyValuePair.Create("X-Case", "7")], arrived.Call.Headers);
        Assert.Contains(KeyValuePair.Create("sip_req_user", "+15550100002"), arrived.Call.SipData);
        Assert.Equal((1, "node-1"), (arrived.Sequence, arrived.NodeId));
    }

    [Fact]
    public void Caller_ByAUri_KeepsIt()
    {
        var (_, arrived) = CallIn("sip:support@10.0.0.1:5060;transport=udp");

        Assert.Equal(("sip:a@example.com", "sip:support@10.0.0.1:5060", CallerKind.Sip), (arrived.Call.From, arrived.Call.To, arrived.Call.Kind));
    }

    [Fact]
    public void Caller_RungAndAnswered_HearsIt()
    {
        var (phone, arrived) = CallIn();
        Assert.True(_bench.Give(new Ring(arrived.LegId)).IsDone);
        Assert.True(_bench.Give(new Ring(arrived.LegId)).IsDone);
        Assert.True(_bench.Give(new Answer(arrived.LegId)).IsDone);
        Assert.True(_bench.Give(new Answer(arrived.LegId)).IsDone);
        _bench.Run(0.1);

        Assert.Equal(["180", "answered"], phone.Told);
        Assert.Equal([$"{arrived.LegId} #1 Arrived", $"{arrived.LegId} #2 Answered"], _bench.Log);
    }

    [Theory]
    [InlineData(HangUpCause.Normal, 480)]
    [InlineData(HangUpCause.Busy, 486)]
    [InlineData(HangUpCause.Declined, 603)]
    [InlineData(HangUpCause.Error, 500)]
    [InlineData(HangUpCause.NotFound, 404)]
    public void Caller_HungUpBeforeTheAnswer_IsRefused(HangUpCause cause, int status)
    {
        var (phone, arrived) = CallIn();
        _bench.Give(new HangUp(arrived.LegId, cause));
        _bench.Run(0.1);

        Assert.Equal([$"failed Refusal {status}"], phone.Told);
        Assert.Equal($"{arrived.LegId} #2 Ended LocalHangUp", _bench.Log[^1]);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Caller_WhoGivesUp_Ends()
    {
        var (phone, arrived) = CallIn();
        phone.Last!.Cancel();
        _bench.Run(0.1);

        Assert.Equal($"{arrived.LegId} #2 Ended RemoteHangUp", _bench.Log[^1]);
        Assert.Equal(["failed Cancel 487"], phone.Told);
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Answer(arrived.LegId)).Outcome);
    }

    [Fact]
    public async Task Caller_WhoseConnectionIsGoneAsHisCalleeRings_Ends()
    {
        var (_, arrived) = CallIn();
        var gone = new TaskCompletionSource<Ended>(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Before = told =>
        {
            if (told is Ended ended) gone.TrySetResult(ended);
            return ValueTask.CompletedTask;
        };
        _bench.Transport.IsBroken = true;
        _bench.Give(new Ring(arrived.LegId));

        Assert.Equal(new EndCause(EndKind.TransportFailure, Detail: "no way leads back to the caller"), (await _bench.Until("ended", gone.Task)).Cause);
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Answer(arrived.LegId)).Outcome);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Caller_HungUpWhileHisAnswerWaitsForAPrack_Ends()
    {
        var lost = 0;
        _bench.Network.Loses = packet => packet.Summary == "PRACK" && lost++ < 1;
        var (phone, arrived) = CallIn(change: options => options with { Headers = [new("Require", "100rel")] });
        _bench.Give(new Ring(arrived.LegId));
        _bench.Give(new Answer(arrived.LegId));
        _bench.Give(new HangUp(arrived.LegId, HangUpCause.Normal));
        _bench.Run(2);

        Assert.Equal(["180", "answered", "ended FarEnd"], phone.Told);
        Assert.Equal($"{arrived.LegId} #3 Ended LocalHangUp", _bench.Log[^1]);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Caller_WhoHangsUp_Ends()
    {
        var (phone, arrived) = CallIn();
        _bench.Give(new Answer(arrived.LegId));
        _bench.Run(0.1);
        phone.Session.HangUp();
        _bench.Run(0.1);

        Assert.Equal($"{arrived.LegId} #3 Ended RemoteHangUp", _bench.Log[^1]);
    }

    [Fact]
    public void Caller_Recalled_IsToldFromItsBeginning()
    {
        var (_, arrived) = CallIn();
        _bench.Log.Clear();
        Assert.False(_bench.Give(new Recall(arrived.LegId)).IsAnswered);
        _bench.Run(0.1);

        Assert.Equal([$"{arrived.LegId} #1 Arrived"], _bench.Log);
        _bench.Give(new Answer(arrived.LegId));
        _bench.Run(0.1);
        Assert.True(_bench.Give(new Recall(arrived.LegId)).IsAnswered);
    }

    [Fact]
    public async Task Caller_WhomNoRuleLetsIn_IsRefused()
    {
        await _bench.DisposeAsync();
        _bench = new Bench(settings => settings.AllowFrom.Clear());
        var phone = _bench.Phone();
        phone.Call(SipUri.Parse("sip:support@10.0.0.1:5060"));
        _bench.Run(0.1);

        Assert.Equal(["failed Refusal 403"], phone.Told);
        Assert.Empty(_bench.Events);
    }

    [Fact]
    public void Caller_WhoseCalleeRings_HearsIt_AndItsMedia()
    {
        var (phone, arrived) = CallIn();
        _bench.Dial("b1", _bench.Phone(call =>
        {
            call.Progress(180);
            call.Progress(183, Phone.Sdp);
        }), target => target with { CallerLegId = arrived.LegId });
        _bench.Run(0.2);

        Assert.Equal(["180", "183"], phone.Told);
    }

    [Fact]
    public async Task Caller_AnsweredOnBridge_AndOneCallee_AreToldOfEachOtherAtOnce()
    {
        var (phone, arrived) = CallIn();
        var callee = _bench.DialAnswered("b1", target => target with { CallerLegId = arrived.LegId });
        _bench.Give(new Answer(arrived.LegId));
        _bench.Run(0.1);
        var joined = await _bench.Until("joined", _bench.Plane.Execute(new Bridge(arrived.LegId, "b1")).AsTask());

        Assert.True(joined.IsDone);
        Assert.Empty(phone.Offers);
        Assert.Empty(callee.Offers);
        Assert.Equal(phone.Sent, ["INVITE", "ACK"]);
    }

    [Fact]
    public async Task Caller_WithoutAnOffer_IsAnsweredByHisAck_AndBridged()
    {
        var (phone, arrived) = CallIn(change: WithoutOffer(Phone.Sdp));
        var callee = _bench.DialAnswered("b1", target => target with { CallerLegId = arrived.LegId });
        _bench.Give(new Answer(arrived.LegId));
        Assert.DoesNotContain(_bench.Events, e => e is Answered && e.LegId == arrived.LegId);
        _bench.Run(0.1);
        Assert.Contains(_bench.Events, e => e is Answered && e.LegId == arrived.LegId);
        var joined = await _bench.Until("joined", _bench.Plane.Execute(new Bridge(arrived.LegId, "b1")).AsTask());

        Assert.True(joined.IsDone, joined.Detail);
        Assert.Equal(["INVITE", "ACK"], phone.Sent);
        Assert.Single(callee.Offers);
    }

    [Fact]
    public void Caller_WhoAnswersNoOffer_IsHungUp()
    {
        var (phone, arrived) = CallIn(change: WithoutOffer(default));
        _bench.Give(new Answer(arrived.LegId));
        _bench.Run(0.1);

        Assert.Equal(["answered", "ended FarEnd"], phone.Told);
        Assert.Equal($"{arrived.LegId} #2 Ended TransportFailure", _bench.Log[^1]);
    }

    [Fact]
    public void Caller_WithoutAnOffer_IsPlayedNothingBeforeTheAnswer()
    {
        var (phone, arrived) = CallIn(change: WithoutOffer(Phone.Sdp));

        Assert.Equal(CommandOutcome.NotSupported, _bench.Give(new Play(arrived.LegId, "p1", ["ring:us"], Repeat: true)).Outcome);
        _bench.Run(0.1);
        Assert.Empty(phone.Told);
    }

    private static Func<Orchestrator.Sip.UserAgents.InviteOptions, Orchestrator.Sip.UserAgents.InviteOptions> WithoutOffer(ReadOnlyMemory<byte> answer) =>
        options => options with { Offer = default, Answer = _ => answer };

    private (Caller Phone, Arrived Arrived) CallIn(string to = "sip:support@10.0.0.1:5060", Func<Orchestrator.Sip.UserAgents.InviteOptions, Orchestrator.Sip.UserAgents.InviteOptions>? change = null)
    {
        var phone = _bench.Phone();
        var call = phone.Call(SipUri.Parse(to), change);
        _bench.Run(0.1);
        return (new Caller(phone, call), Assert.IsType<Arrived>(_bench.Events[^1]));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private sealed record Caller(Phone Phone, Orchestrator.Sip.UserAgents.OutgoingCall Last)
    {
        public List<string> Told => Phone.Told;

        public IReadOnlyList<string> Sent => Phone.Sent;

        public List<Orchestrator.Sip.UserAgents.IncomingOffer> Offers => Phone.Offers;

        public Orchestrator.Sip.UserAgents.SipSession Session => Phone.Session;
    }
}
