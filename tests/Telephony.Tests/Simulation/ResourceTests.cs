using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>Legs to Resources whose scripts answer: the calls that come in for them, and how many there may be.</summary>
public sealed class ResourceTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void Answer_AndHangUp_OfTheCallThatCameIn_AreTheLegs()
    {
        var call = Dial("b1", callerId: null);
        _bench.Give(new Answer(call));
        _bench.Give(new HangUp(call, HangUpCause.Normal));

        Assert.Equal(["0 b1 #1 Progress", "0 b1 #2 Answered", "0 b1 #3 Ended RemoteHangUp"], _bench.Log.Where(line => line.Contains(" b1 ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Resources_ThatConnectToOneAnother_EndAfterTheEighth()
    {
        string? caller = null;
        for (var depth = 1; depth <= 8; depth++) caller = Dial($"b{depth}", caller);

        Assert.Equal("Resources connect to one another without end", Refused("b9", caller));
    }

    [Fact]
    public void Resources_ThatConnectToMany_EndAtTheHundredth_UntilOneIsOver()
    {
        var first = Dial("b1", callerId: null);
        for (var number = 2; number <= 100; number++) Dial($"b{number}", first);
        Assert.Equal("Resources connect to one another without end", Refused("b101", first));

        _bench.Give(new HangUp("b50", HangUpCause.Normal));
        Assert.NotNull(Dial("b102", first));
    }

    /// <returns>The call that came in.</returns>
    private string Dial(string legId, string? callerId)
    {
        var before = _bench.Events.OfType<Arrived>().Count();
        Order(legId, callerId);
        Assert.Equal(before + 1, _bench.Events.OfType<Arrived>().Count());
        return _bench.Events.OfType<Arrived>().Last().LegId;
    }

    private string? Refused(string legId, string? callerId)
    {
        Order(legId, callerId);
        return _bench.Events.OfType<Ended>().Last(ended => ended.LegId == legId).Cause.Detail;
    }

    private void Order(string legId, string? callerId) =>
        _bench.Give(new Dial(legId, new DialTarget { To = "/public/menu", From = "+15550001111", ResourceOf = "dev", CallerLegId = callerId }));
}
