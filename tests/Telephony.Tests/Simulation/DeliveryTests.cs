using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>One at a time, in order, again until taken.</summary>
public sealed class DeliveryTests
{
    private readonly Bench _bench = new();
    private readonly List<string> _offers = [];

    [Fact]
    public void Listener_ThrowsTenTimes_IsOfferedTheSameEventAgainEverLater()
    {
        RefuseFirst(10);
        _bench.Dial("b1", "sip:bob@sim;ring=off;answer=0;digits=1@10");
        _bench.AdvanceTo(30_000);

        Assert.Equal(
            [
                "0 #1", "50 #1", "150 #1", "350 #1", "750 #1", "1550 #1", "3150 #1", "6350 #1",
                "11350 #1", "16350 #1", "21350 #1", "21350 #2",
            ],
            _offers);
        Assert.Equal(["21350 b1 #1 Answered", "21350 b1 #2 DigitPressed 1"], _bench.Log);
        Assert.Equal(10, _bench.Plane.Faults);
        Assert.IsType<InvalidOperationException>(_bench.Plane.LastFault);
    }

    [Fact]
    public void Listener_TakesAnEvent_WaitsAreShortAgain()
    {
        RefuseFirst(2);
        _bench.Dial("b1", "sip:bob@sim;ring=off;answer=0;digits=1@1000");
        _bench.AdvanceTo(500);
        RefuseFirst(1);
        _bench.AdvanceTo(2000);

        Assert.Equal(["0 #1", "50 #1", "150 #1", "1000 #2", "1050 #2"], _offers);
    }

    [Fact]
    public void Listener_RefusesOneLeg_OthersGoOn()
    {
        _bench.Before = planeEvent => planeEvent.LegId == "b1" ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
        _bench.Dial("b1", "sip:bob@sim");
        _bench.Dial("b2", "sip:bob@sim");
        _bench.AdvanceTo(3000);

        Assert.Equal(["200 b2 #1 Progress", "2000 b2 #2 Answered"], _bench.Log);
    }

    [Fact]
    public void Listener_Waits_NothingElseOfThatLegIsOffered()
    {
        var held = new TaskCompletionSource();
        _bench.Before = planeEvent => planeEvent is Progress && planeEvent.LegId == "b1" ? new(held.Task) : ValueTask.CompletedTask;
        _bench.Dial("b1", "sip:bob@sim");
        _bench.Dial("b2", "sip:bob@sim");
        _bench.AdvanceTo(3000);
        Assert.Equal(["200 b2 #1 Progress", "2000 b2 #2 Answered"], _bench.Log);

        Bench.LetGo(held);
        Assert.Equal(["3000 b1 #1 Progress", "3000 b1 #2 Answered"], _bench.Log[2..]);
    }

    [Fact]
    public void Dial_KnownLeg_RepeatsItsEventsAndGoesOn()
    {
        _bench.Dial("b1", "sip:bob@sim;talk=1000");
        _bench.AdvanceTo(2500);
        Assert.Equal(CommandResult.Done, _bench.Dial("b1", "sip:bob@sim;talk=1000"));
        _bench.AdvanceTo(4000);
        Assert.Equal(CommandResult.Done, _bench.Dial("b1", "sip:bob@sim;talk=1000"));

        Assert.Equal(
            [
                "200 b1 #1 Progress", "2000 b1 #2 Answered",
                "2500 b1 #1 Progress", "2500 b1 #2 Answered", "3000 b1 #3 Ended RemoteHangUp",
                "4000 b1 #1 Progress", "4000 b1 #2 Answered", "4000 b1 #3 Ended RemoteHangUp",
            ],
            _bench.Log);
    }

    [Fact]
    public void Dial_WhileAnEventIsWithTheListener_RepeatsThatOneToo()
    {
        var held = new TaskCompletionSource();
        _bench.Before = planeEvent => planeEvent is Progress ? new(held.Task) : ValueTask.CompletedTask;
        _bench.Dial("b1", "sip:bob@sim");
        _bench.AdvanceTo(300);
        _bench.Dial("b1", "sip:bob@sim");

        Bench.LetGo(held);
        Assert.Equal(["300 b1 #1 Progress", "300 b1 #1 Progress"], _bench.Log);
    }

    [Fact]
    public void Dial_KnownLeg_DoesNotRepeatDigitsThatWereTaken()
    {
        _bench.Dial("b1", "sip:bob@sim;ring=off;answer=0;digits=1@10+2@2000");
        _bench.AdvanceTo(1000);
        _bench.Dial("b1", "sip:bob@sim");
        _bench.AdvanceTo(3000);

        Assert.Equal(
            ["0 b1 #1 Answered", "10 b1 #2 DigitPressed 1", "1000 b1 #1 Answered", "2000 b1 #3 DigitPressed 2"],
            _bench.Log);
    }

    [Fact]
    public void Dial_WhileADigitIsWithTheListener_GoesOnBehindIt()
    {
        var held = new TaskCompletionSource();
        _bench.Before = planeEvent => planeEvent is DigitPressed ? new(held.Task) : ValueTask.CompletedTask;
        _bench.Dial("b1", "sip:bob@sim;ring=off;answer=0;digits=1@10+2@20");
        _bench.AdvanceTo(300);
        _bench.Dial("b1", "sip:bob@sim");

        Bench.LetGo(held);
        Assert.Equal(["#1 Answered", "#2 DigitPressed 1", "#1 Answered", "#3 DigitPressed 2"], _bench.Log.Select(line => line[line.IndexOf('#', StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task Execute_WithoutAListener_IsABug()
    {
        await using var plane = new SimulatedPlane(TimeProvider.System, "node-1");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await plane.Execute(new Answer("a1")));
        Assert.Throws<InvalidOperationException>(() => _bench.Plane.Listen(_bench));
    }

    private void RefuseFirst(int times) => _bench.Before = planeEvent =>
    {
        _offers.Add($"{_bench.Now} #{planeEvent.Sequence}");
        return times-- > 0 ? throw new InvalidOperationException("busy") : ValueTask.CompletedTask;
    };
}
