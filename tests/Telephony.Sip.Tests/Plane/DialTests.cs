using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A leg out: what its INVITE says, and what the far end's answers become.</summary>
public sealed class DialTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public void Leg_RingsAndAnswers_IsTold()
    {
        var phone = _bench.Phone(call =>
        {
            call.Progress(180);
            call.Progress(180);
            call.Answer(Phone.Sdp);
        });
        Assert.True(_bench.Dial("b1", phone).IsDone);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Answered"], _bench.Log);
        Assert.Equal(["INVITE", "ACK"], _bench.Sent);
        Assert.Equal(1, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Leg_WithMediaBeforeItsAnswer_IsTold()
    {
        var phone = _bench.Phone(call => call.Progress(183, Phone.Sdp));
        _bench.Dial("b1", phone);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 EarlyMedia"], _bench.Log);
    }

    [Fact]
    public void Invite_CarriesWhatWasAsked()
    {
        var phone = _bench.Phone();
        _bench.Dial("b1", phone, target => target with
        {
            FromName = "Alice \"A\"",
            Headers = [KeyValuePair.Create("X-Case", "7"), KeyValuePair.Create("X-Case", "8")],
            SessionTimeout = TimeSpan.FromSeconds(600),
        });
        _bench.Run(0.1);

        var invite = _bench.Requests("INVITE")[0];
        Assert.Equal("Alice \"A\"", invite.From.DisplayName);
        Assert.Equal("+15550001111", invite.From.Uri.User);
        Assert.Equal(["7", "8"], invite.Headers.All("X-Case"));
        Assert.Equal(600, invite.SessionExpires?.Seconds);
        Assert.Contains("PCMU/8000", invite.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(603)]
    [InlineData(503)]
    [InlineData(302)]
    public void Leg_ThatIsRefused_EndsWithTheStatus(int status)
    {
        var phone = _bench.Phone(call => call.Reject(status));
        _bench.Dial("b1", phone);
        _bench.Run(0.1);

        Assert.Equal((EndKind.Rejected, status), (End("b1").Cause.Kind, End("b1").Cause.SipStatus));
        Assert.False(End("b1").WasAnswered);
        Assert.Equal(0, _bench.Plane.LegsUp);
    }

    [Fact]
    public void Leg_ThatNobodyAnswers_EndsAs408()
    {
        _bench.Dial("b1", "sip:nobody@10.0.0.77");
        _bench.Run(33);

        Assert.Equal(new EndCause(EndKind.Rejected, 408, "no response at all"), End("b1").Cause);
    }

    [Theory]
    [InlineData("+15550100001", "no trunk takes this number")]
    [InlineData("sip:bob@nowhere.invalid", "its host was not found")]
    [InlineData("mailto:bob@example.com", "found no SIP URI to dial")]
    public void Leg_WithNowhereToGo_EndsNoRoute(string to, string detail)
    {
        Assert.True(_bench.Dial("b1", to).IsDone);

        Assert.Equal(new EndCause(EndKind.NoRoute, Detail: detail), End("b1").Cause);
    }

    [Theory]
    [InlineData("X-Bad", "1\r\nEvil: 2")]
    [InlineData("Bad Name", "1")]
    [InlineData("Via", "SIP/2.0/UDP evil")]
    public void Leg_WithAHeaderThatMayNotBe_EndsAndSendsNothing(string name, string value)
    {
        var phone = _bench.Phone();
        _bench.Dial("b1", phone, target => target with { Headers = [KeyValuePair.Create(name, value)] });
        _bench.Run(0.1);

        Assert.Equal(EndKind.NoRoute, End("b1").Cause.Kind);
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public async Task Leg_OfAProjectWithAsManyAsItMayHave_IsNotDialed()
    {
        await using var bench = new Bench(settings => settings.ProjectMaxCalls = 1);
        DialTarget Of(DialTarget target, string project) => target with { ProjectId = project };
        var phone = bench.DialAnswered("b1", target => Of(target, "one"));
        bench.Dial("b2", phone, target => Of(target, "one"));
        bench.Dial("b3", phone, target => Of(target, "two"));
        bench.Give(new HangUp("b1", HangUpCause.Normal));
        bench.Run(0.1);
        bench.Dial("b4", phone, target => Of(target, "one"));
        bench.Run(0.1);

        Assert.Equal(["b2"], bench.Events.OfType<Ended>().Where(ended => ended.Cause.Kind == EndKind.NoRoute).Select(ended => ended.LegId));
    }

    [Fact]
    public void Leg_WhoseFarEndHangsUp_Ends()
    {
        var phone = _bench.DialAnswered("b1");
        phone.Session.HangUp();
        _bench.Run(0.1);

        Assert.Equal((EndKind.RemoteHangUp, true), (End("b1").Cause.Kind, End("b1").WasAnswered));
    }

    [Fact]
    public void Leg_DialedAgain_SendsNothingAndIsToldAgain()
    {
        var phone = _bench.DialAnswered("b1");
        _bench.Log.Clear();
        _bench.Dial("b1", phone);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
        Assert.Single(_bench.Requests("INVITE"));
    }

    [Fact]
    public void Leg_ReleasedAndDialedByALateOrder_IsNotDialed()
    {
        var phone = _bench.DialAnswered("b1");
        _bench.Give(new HangUp("b1", HangUpCause.Normal));
        _bench.Run(0.1);
        _bench.Give(new Release("b1"));

        Assert.Equal(CommandOutcome.UnknownLeg, _bench.Dial("b1", phone).Outcome);
        Assert.Equal(0, _bench.Plane.ActiveLegs);
        Assert.Single(_bench.Requests("INVITE"));
    }

    [Fact]
    public void Listener_ThatThrows_IsOfferedTheEventAgain()
    {
        var refusals = 3;
        _bench.Before = _ => refusals-- > 0 ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
        _bench.Dial("b1", _bench.Phone(call => call.Reject(486)));
        _bench.Run(1);

        Assert.Equal(["b1 #1 Ended Rejected 486"], _bench.Log);
        Assert.Equal(3, _bench.Plane.Faults);
        _bench.Expected = 3;
    }

    private Ended End(string legId) => Assert.Single(_bench.Events.OfType<Ended>(), e => e.LegId == legId);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
