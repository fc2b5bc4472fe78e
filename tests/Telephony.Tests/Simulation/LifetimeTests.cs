using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class LifetimeTests
{
    [Fact]
    public void Plane_TenThousandLegsDialedEndedAndReleased_RemembersNothing()
    {
        const int legs = 10_000;
        var bench = new Bench();
        bench.Before = planeEvent =>
        {
            if (planeEvent is Ended) bench.Give(new Release(planeEvent.LegId));
            return ValueTask.CompletedTask;
        };
        for (var number = 0; number < legs; number++) bench.Dial($"b{number}", "sip:bob@sim;ring=off;status=486;after=0");
        Assert.Equal(legs, bench.Events.Count);

        for (var number = 0; number < legs; number++) bench.DialAnswered($"c{number}");
        Assert.Equal((legs, legs), (bench.Plane.ActiveLegs, bench.Plane.LegsUp));
        for (var number = 0; number < legs; number++) bench.Give(new HangUp($"c{number}", HangUpCause.Normal));

        Assert.Equal((0, 0, 0), (bench.Plane.ActiveLegs, bench.Plane.LegsUp, bench.Plane.Bridges));
    }

    [Fact]
    public async Task Dispose_LegsInEveryStage_EndSilently()
    {
        var bench = new Bench();
        bench.Caller("a1", answered: true);
        bench.Caller("a2");
        bench.DialAnswered("b1");
        bench.Dial("b2", "sip:bob@sim");
        bench.Dial("b3", "sip:bob@sim;cancel=ignore");
        bench.Give(new Cancel("b3", CancelCause.CallerGone));
        bench.Give(new Bridge("a1", "b1"));
        var heard = bench.Log.Count;

        await bench.Plane.DisposeAsync();
        await bench.Plane.DisposeAsync();
        bench.AdvanceTo(40_000);

        Assert.Equal((0, 0, 0), (bench.Plane.ActiveLegs, bench.Plane.LegsUp, bench.Plane.Bridges));
        Assert.Equal(heard, bench.Log.Count);
        Assert.Equal(new(CommandOutcome.LegGone, "the plane has stopped"), bench.Dial("b4", "sip:bob@sim"));
    }

    [Fact]
    public async Task Dispose_ListenerStillBusy_WaitsForIt()
    {
        var bench = new Bench();
        var held = new TaskCompletionSource();
        bench.Before = _ => new ValueTask(held.Task);
        bench.DialAnswered("b1");

        var disposal = bench.Plane.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        Bench.LetGo(held);
        await disposal.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
