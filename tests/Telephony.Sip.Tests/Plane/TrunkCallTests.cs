using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>Phone numbers over trunks: which is tried when, and when no other is.</summary>
public sealed class TrunkCallTests : IAsyncDisposable
{
    private const string Number = "+4930123456";
    private Bench _bench = null!;
    private Phone _first = null!;
    private Phone _second = null!;

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(504)]
    public void Trunk_ThatCannot_LeavesTheCallToTheNext(int status)
    {
        Begin(call => call.Reject(status), call => call.Answer(Phone.Sdp));
        _bench.Dial("b1", Number);
        _bench.Run(0.2);

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
    }

    [Fact]
    public void Trunk_ThatSaysNothing_LeavesTheCallToTheNext()
    {
        Begin(_ => { }, call => call.Answer(Phone.Sdp));
        _bench.Network.Loses = packet => packet.From.Equals(_first.Transport.LocalEndPoint);
        _bench.Dial("b1", Number);
        _bench.Run(6);

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(404)]
    [InlineData(603)]
    public void Callee_WhoRefuses_IsNotTriedByAnotherTrunk(int status)
    {
        Begin(call => call.Reject(status), call => call.Answer(Phone.Sdp));
        _bench.Dial("b1", Number);
        _bench.Run(0.2);

        Assert.Equal([$"b1 #1 Ended Rejected {status}"], _bench.Log);
        Assert.Empty(_second.Calls);
    }

    [Fact]
    public void Callee_WhoRang_IsNotTriedByAnotherTrunk()
    {
        Begin(
            call =>
            {
                call.Progress(180);
                call.Reject(503);
            },
            call => call.Answer(Phone.Sdp));
        _bench.Dial("b1", Number);
        _bench.Run(0.2);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Ended Rejected 503"], _bench.Log);
        Assert.Empty(_second.Calls);
    }

    [Fact]
    public void Trunk_AtItsLimit_IsPassedOver_AndHasRoomAgainWhenItsCallIsOver()
    {
        Begin(call => call.Answer(Phone.Sdp), call => call.Reject(486), trunk => trunk.MaxCalls = 1);
        _bench.Dial("b1", Number);
        _bench.Run(0.1);
        _bench.Dial("b2", Number);
        _bench.Run(0.1);
        _bench.Give(new HangUp("b1", HangUpCause.Normal));
        _bench.Run(0.1);
        _bench.Dial("b3", Number);
        _bench.Run(0.1);

        Assert.Equal(["b1 #1 Answered", "b2 #1 Ended Rejected 486", "b1 #2 Ended LocalHangUp", "b3 #1 Answered"], _bench.Log);
    }

    [Fact]
    public void Number_ThatNoTrunkHasRoomFor_EndsNoRoute()
    {
        Begin(call => call.Answer(Phone.Sdp), call => call.Answer(Phone.Sdp), trunk => trunk.MaxCalls = 1, trunk => trunk.MaxCalls = 1);
        foreach (var leg in (string[])["b1", "b2", "b3"]) _bench.Dial(leg, Number);
        _bench.Run(0.1);

        Assert.Equal(new EndCause(EndKind.NoRoute, Detail: "every trunk to this number is at its limit"), Assert.Single(_bench.Events.OfType<Ended>()).Cause);
    }

    [Fact]
    public void Trunk_WritesNumbersAsItsCarrierWants_AndNoCustomHeaders()
    {
        Begin(_ => { }, _ => { }, trunk =>
        {
            (trunk.NumberFormat, trunk.CallerIdFormat, trunk.AssertIdentity, trunk.FromDomain) = (NumberFormat.Plain, NumberFormat.Plain, true, "us.example");
        });
        _bench.Dial("b1", Number, target => target with { Headers = [KeyValuePair.Create("X-Case", "7")] });
        _bench.Run(0.1);

        var invite = _bench.Requests("INVITE")[0];
        Assert.Equal($"sip:4930123456@{_first.Transport.LocalEndPoint.Address}", invite.Uri.ToString().Split(":5060")[0]);
        Assert.Equal("sip:15550001111@us.example", invite.From.Uri.ToString());
        Assert.Equal("<sip:15550001111@us.example>", invite.Headers.Get("P-Asserted-Identity"));
        Assert.False(invite.Headers.Contains("X-Case"));
    }

    [Fact]
    public async Task Trunk_ThatStopsToAnswer_IsPassedOver_UntilItAnswersAgain()
    {
        Begin(_ => { }, _ => { }, first => first.OptionsEvery = TimeSpan.FromSeconds(1), second => second.OptionsEvery = TimeSpan.Zero);
        await UntilDialedAt(_first, "b");
        _bench.Network.Loses = packet => packet.From.Equals(_first.Transport.LocalEndPoint);
        await UntilDialedAt(_second, "c");
        _bench.Network.Loses = _ => false;
        await UntilDialedAt(_first, "d");
    }

    [Fact]
    public async Task Trunk_ThatHasNeverAnswered_IsTriedAllTheSame()
    {
        Begin(_ => { }, _ => { }, first => first.OptionsEvery = TimeSpan.FromSeconds(1), second => second.OptionsEvery = TimeSpan.Zero);
        _bench.Network.Loses = packet => packet.From.Equals(_first.Transport.LocalEndPoint);
        _bench.Run(30);
        Assert.True(_bench.Requests("OPTIONS").Count > 1);

        await UntilDialedAt(_first, "b");
    }

    /// <summary>Dials once a second until the trunk is asked first.</summary>
    private async Task UntilDialedAt(Phone trunk, string legs)
    {
        for (var i = 0; i < 200; i++)
        {
            _bench.Run(1);
            // What is awaited between two messages runs on threads of its own.
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            _bench.Dial($"{legs}{i}", Number);
            if (_bench.Requests("INVITE")[^1].Uri.Host == trunk.Transport.LocalEndPoint.Address.ToString()) return;
        }

        Assert.Fail($"{legs}: not dialed at {trunk.Uri} first, 200 s long.");
    }

    /// <summary>Two trunks; the first has the longer prefix.</summary>
    private void Begin(
        Action<Orchestrator.Sip.UserAgents.IncomingCall> first, Action<Orchestrator.Sip.UserAgents.IncomingCall> second,
        Action<TrunkSettings>? changeFirst = null, Action<TrunkSettings>? changeSecond = null)
    {
        _bench = new Bench(settings =>
        {
            settings.Trunks.Add(Trunk("one", "sip:10.0.0.2:5060", "+49", changeFirst));
            settings.Trunks.Add(Trunk("two", "sip:10.0.0.3:5060", "+", changeSecond));
        });
        (_first, _second) = (_bench.Phone(first), _bench.Phone(second));
    }

    private static TrunkSettings Trunk(string name, string uri, string prefix, Action<TrunkSettings>? change)
    {
        var trunk = new TrunkSettings { Name = name, Uri = uri };
        trunk.Prefixes.Add(prefix);
        change?.Invoke(trunk);
        return trunk;
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();
}
