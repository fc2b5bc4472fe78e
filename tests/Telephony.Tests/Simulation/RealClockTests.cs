using System.Collections.Concurrent;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>The real clock, real threads: what a fake clock cannot show.</summary>
public sealed class RealClockTests
{
    [Fact]
    public async Task Plane_ThousandsOfLegsAtOnce_EachIsToldInOrderAndForgotten()
    {
        const int legs = 5_000;
        var listener = new ReleasingListener(legs);
        await using var plane = new SimulatedPlane(TimeProvider.System, "node-1");
        listener.Plane = plane;
        plane.Listen(listener);

        await Parallel.ForAsync(0, legs, async (number, cancellationToken) => await plane.Execute(
            new Dial($"b{number}", new DialTarget { To = "sip:bob@sim;ring=1;answer=3;digits=1@1;talk=5", From = "+15550001111" }),
            cancellationToken));
        await listener.Done.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, listener.OutOfOrder);
        Assert.Equal((0, 0, 0L), (plane.ActiveLegs, plane.LegsUp, plane.Faults));
    }

    [Fact]
    public async Task Plane_CommandsFromManyThreads_LeaveNothingUp()
    {
        var listener = new ReleasingListener(int.MaxValue);
        await using var plane = new SimulatedPlane(TimeProvider.System, "node-1");
        listener.Plane = plane;
        plane.Listen(listener);
        Task<CommandResult> Give(PlaneCommand command, CancellationToken cancellationToken) =>
            plane.Execute(command, cancellationToken).AsTask();

        await Parallel.ForAsync(0, 2_000, async (number, cancellationToken) =>
        {
            var (one, other) = ($"l{number % 20}", $"l{number % 19}");
            await Give(new StartCaller(one, "+15550001111", "/public/x", Answered: true, TimeSpan.FromMilliseconds(1)), cancellationToken);
            await Give(new StartCaller(other, "+15550001111", "/public/x", Answered: true, null), cancellationToken);
            await Task.WhenAll(
                Task.Run(() => Give(new Bridge(one, other), cancellationToken), cancellationToken),
                Task.Run(() => Give(new Bridge(other, one), cancellationToken), cancellationToken),
                Task.Run(() => Give(new HangUp(other, HangUpCause.Normal), cancellationToken), cancellationToken));
            await Give(new Release(one), cancellationToken);
            await Give(new Release(other), cancellationToken);
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0, 0, 0, 0L), (plane.ActiveLegs, plane.LegsUp, plane.Bridges, plane.Faults));
    }

    private sealed class ReleasingListener(int legs) : IPlaneListener
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<string, long> _last = new();
        private int _left = legs;
        private int _outOfOrder;

        public SimulatedPlane? Plane { get; set; }

        public Task Done => _done.Task;

        public int OutOfOrder => _outOfOrder;

        public async ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
        {
            var last = _last.GetValueOrDefault(planeEvent.LegId);
            await Task.Yield();
            if (planeEvent.Sequence != last + 1) Interlocked.Increment(ref _outOfOrder);
            _last[planeEvent.LegId] = planeEvent.Sequence;
            if (planeEvent is not Ended) return;
            await Plane!.Execute(new Release(planeEvent.LegId), cancellationToken);
            if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
        }
    }
}
