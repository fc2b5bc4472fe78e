using System.Text;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Two legs joined without a media engine: each is told where the other one is.</summary>
public sealed class BridgeTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Legs_Joined_AreToldOfEachOther()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        Assert.True((await Join("b1", "b2")).IsDone);

        Assert.Contains("m=audio 5002 ", one.Told[^1], StringComparison.Ordinal);
        Assert.Contains("m=audio 5001 ", two.Told[^1], StringComparison.Ordinal);
        Assert.Equal(1, _bench.Plane.Bridges);
    }

    [Fact]
    public async Task Legs_JoinedTwice_AreToldOnce()
    {
        var (one, _) = (Up("b1", 5001), Up("b2", 5002));
        await Join("b1", "b2");
        Assert.True((await Join("b2", "b1")).IsDone);

        Assert.Single(one.Told);
        Assert.Equal(1, _bench.Plane.Bridges);
    }

    [Fact]
    public async Task Leg_InABridge_IsNotJoinedToAnother()
    {
        Up("b1", 5001);
        Up("b2", 5002);
        Up("b3", 5003);
        await Join("b1", "b2");

        Assert.Equal(new CommandResult(CommandOutcome.LegGone, "leg b1 is bridged to b2"), await Join("b3", "b1"));
    }

    [Fact]
    public async Task Leg_NotAnswered_IsNotJoined()
    {
        Up("b1", 5001);
        _bench.Dial("b2", _bench.Phone(call => call.Progress(180)));
        _bench.Run(0.1);

        Assert.Equal(new CommandResult(CommandOutcome.LegGone, "leg b2 is not answered, expected answered"), await Join("b1", "b2"));
        Assert.Equal(CommandOutcome.LegGone, (await Join("b1", "b9")).Outcome);
    }

    [Fact]
    public async Task Leg_OnHold_PassesItOn()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        await Join("b1", "b2");
        var held = await _bench.Until("held", one.Phone.Session.Offer(Sdp(5001, "sendonly")));

        Assert.True(held.IsSuccess);
        Assert.Contains("a=sendonly", two.Told[^1], StringComparison.Ordinal);
    }

    // A re-INVITE without an offer: ours goes out in the 200, and the ACK answers it.
    [Fact]
    public async Task Leg_ThatAnswersOurOfferFromAnotherPlace_PassesItOn()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        await Join("b1", "b2");
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        two.Phone.OnOffer = offer =>
        {
            offer.Accept(Sdp(5002));
            told.TrySetResult(Encoding.UTF8.GetString(offer.Description.Span));
        };
        await _bench.AskForAnOffer(one.Phone, answer: Sdp(6001));

        Assert.Contains("m=audio 6001 ", await _bench.Until("the other one told", told.Task), StringComparison.Ordinal);
        Assert.Equal((1, 2), (_bench.Plane.Bridges, _bench.Plane.LegsUp));
    }

    [Fact]
    public async Task Leg_OnHold_ThatAsksForAnOffer_IsOfferedToTalkAgain()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        await Join("b1", "b2");
        two.Phone.OnOffer = offer =>
        {
            var told = Encoding.UTF8.GetString(offer.Description.Span);
            two.Told.Add(told);
            offer.Accept(Sdp(5002, told.Contains("sendonly", StringComparison.Ordinal) ? "recvonly" : "sendrecv"));
        };
        Assert.True((await _bench.Until("held", one.Phone.Session.Offer(Sdp(5001, "sendonly")))).IsSuccess);
        var told = two.Told.Count;

        Assert.Contains("a=sendrecv", await _bench.AskForAnOffer(one.Phone, answer: Sdp(5001)), StringComparison.Ordinal);
        await _bench.Until("the other one told", Task.Run(async () =>
        {
            while (two.Told.Count == told) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            return true;
        }));
        Assert.Contains("a=sendrecv", two.Told[^1], StringComparison.Ordinal);
    }

    // Two legs of two nodes: each plane is told the other's description by the engine.
    [Fact]
    public async Task Halves_OfABridge_AreToldOfEachOther_AndHearNothingWhenTheyAreParted()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        var first = await Half("b1", "far-2", null);
        var second = await Half("b2", "far-1", first.Media);
        Assert.Equal(first, await Half("b1", "far-2", second.Media));

        Assert.Contains("m=audio 5002 ", Assert.Single(one.Told), StringComparison.Ordinal);
        Assert.Contains("m=audio 5001 ", Assert.Single(two.Told), StringComparison.Ordinal);
        Assert.Equal(second, await Half("b2", "far-1", first.Media));
        Assert.Single(two.Told);
        Assert.True((await _bench.Until("parted", _bench.Plane.Execute(new Unbridge("b1", "far-2")).AsTask())).IsDone);
        Assert.Contains("a=inactive", one.Told[^1], StringComparison.Ordinal);
        Assert.Single(two.Told);
    }

    [Fact]
    public async Task Half_WhoseOtherHalfCannotBeRead_StandsInNoBridge()
    {
        Up("b1", 5001);

        Assert.Equal(new CommandResult(CommandOutcome.NotSupported, "the other half's description cannot be read"), await Half("b1", "b2", "nonsense"));
        Assert.Equal(0, _bench.Plane.Bridges);
    }

    [Fact]
    public async Task Legs_Parted_HearNothing()
    {
        var (one, two) = (Up("b1", 5001), Up("b2", 5002));
        await Join("b1", "b2");
        Assert.True((await _bench.Until("parted", _bench.Plane.Execute(new Unbridge("b1", "b2")).AsTask())).IsDone);

        Assert.All([one, two], end => Assert.Contains("a=inactive", end.Told[^1], StringComparison.Ordinal));
        Assert.Equal(0, _bench.Plane.Bridges);
        Assert.Equal(2, _bench.Plane.LegsUp);
    }

    [Fact]
    public async Task Leg_ThatTakesNoNewDescription_IsNotJoined()
    {
        var one = Up("b1", 5001);
        Up("b2", 5002);
        one.Phone.OnOffer = offer => offer.Reject(488);

        Assert.Equal(new CommandResult(CommandOutcome.NotSupported, "leg b1 did not take a new description"), await Join("b1", "b2"));
        Assert.Equal(0, _bench.Plane.Bridges);
    }

    [Fact]
    public async Task Bridge_WhoseLegHangsUp_Breaks()
    {
        var one = Up("b1", 5001);
        Up("b2", 5002);
        await Join("b1", "b2");
        one.Phone.Session.HangUp();
        _bench.Run(0.1);

        Assert.Equal((0, 1), (_bench.Plane.Bridges, _bench.Plane.LegsUp));
    }

    [Fact]
    public async Task Caller_ThatIsMadeUp_IsJoinedWithoutAWord()
    {
        _bench.Give(new StartCaller("a", "+15550001111", "/public/x", Answered: true, HangUpAfter: TimeSpan.FromSeconds(5)));
        var phone = _bench.DialAnswered("b1", target => target with { CallerLegId = "a" });

        Assert.True((await Join("a", "b1")).IsDone);
        Assert.Single(_bench.Requests("INVITE"));
        _bench.Run(6);
        Assert.Equal("a #2 Ended RemoteHangUp", _bench.Log[^1]);
        Assert.Empty(phone.Offers);
    }

    [Fact]
    public void Playing_WithoutAnEngine_IsRefused()
    {
        Up("b1", 5001);

        Assert.Equal(
            new CommandResult(CommandOutcome.NotSupported, "playing needs a media engine, and none is configured"),
            _bench.Give(new Play("b1", "p1", ["silence:1"], Repeat: false)));
        Assert.Equal("b1 #2 PlaybackFinished p1 playing needs a media engine, and none is configured", _bench.Log[^1]);
    }

    [Theory]
    [InlineData("opus", SrtpPolicy.Optional, "the caller offers none of opus; transcoding needs a media engine, and none is configured")]
    [InlineData("PCMA", SrtpPolicy.Mandatory, "its media is not encrypted, which is mandatory; changing that needs a media engine, and none is configured")]
    public void Leg_WhoseMediaOnlyAnEngineCouldMake_EndsNoRoute(string codec, SrtpPolicy policy, string detail)
    {
        _bench.Dial("b1", _bench.Phone(), target => target with { Codecs = [codec], Encryption = policy });

        Assert.Equal(new EndCause(EndKind.NoRoute, Detail: detail), Assert.IsType<Ended>(_bench.Events[^1]).Cause);
    }

    [Fact]
    public void Leg_WithAListOfCodecs_OffersThemInItsOrder()
    {
        _bench.Dial("b1", _bench.Phone(), target => target with { Codecs = ["PCMA", "PCMU"] });
        _bench.Run(0.1);

        Assert.Contains("RTP/AVP 8 0 101\r\n", _bench.Requests("INVITE")[0].BodyText, StringComparison.Ordinal);
    }

    /// <summary>A phone that is up, and the descriptions it has been told since.</summary>
    private End Up(string legId, int port)
    {
        var phone = _bench.Phone(call => call.Answer(Sdp(port)));
        var end = new End(phone, []);
        phone.OnOffer = offer =>
        {
            end.Told.Add(Encoding.UTF8.GetString(offer.Description.Span));
            offer.Accept(Sdp(port));
        };
        _bench.Dial(legId, phone);
        _bench.Run(0.1);
        return end;
    }

    private Task<CommandResult> Half(string legId, string peer, string? media) =>
        _bench.Until($"{legId} half joined to {peer}", _bench.Plane.Execute(new BridgeAcross(legId, peer, "node-2", media)).AsTask());

    private Task<CommandResult> Join(string legId, string peer) =>
        _bench.Until($"{legId} joined to {peer}", _bench.Plane.Execute(new Bridge(legId, peer)).AsTask());

    private static byte[] Sdp(int port, string direction = "sendrecv") =>
        Encoding.ASCII.GetBytes($"v=0\r\no=- 1 1 IN IP4 10.0.0.9\r\ns=-\r\nc=IN IP4 10.0.0.9\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\na={direction}\r\n");

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private sealed record End(Phone Phone, List<string> Told);
}
