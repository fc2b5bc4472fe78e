using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A taker or the one it takes is taken up again from what is stored, at the moments at which the other one goes on.</summary>
[Collection(EngineCollection.Name)]
public sealed class QueueTakeUpTests(EngineHost host)
{
    private readonly string _queue = $"q-{Guid.NewGuid():n}";

    // Its connect's word is what brings it back: it is bridged, and in no line.
    [Fact]
    public async Task Winner_TakenUpAsItIsToldOfTheBridge_TakesNobodyElse()
    {
        var waiter = await new WaitingCaller(host, _queue).Enter();
        var taker = Taker(waiter);
        taker.Committed = (_, commit) =>
        {
            if (Says<ConnectBridged>(commit))
                LoseTheLegOf(taker);
        };
        await taker.Start();
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");
        Assert.Equal(taker.CallId, host.Plane.BridgeOf(waiter.CallId));
        Assert.Equal(0, (await waiter.Queue.View(Story.Project))!.Takers);

        var next = await new WaitingCaller(host, _queue).Enter();
        Assert.Equal("WaitEntered", await next.Story());
        Assert.Equal(taker.CallId, host.Plane.BridgeOf(waiter.CallId));
        await taker.Connect.Cancel(Story.Project);
        await next.Wait.Leave();
        await waiter.Gone();
        await next.Gone();
        await taker.ToEnd();
    }

    // The one before has gone while nobody owned the leg: it is not bridged with him, and brings the next one.
    [Fact]
    public async Task Winner_WhoseCallerWentWhileNobodyOwnedIt_BringsTheNextOne()
    {
        var (first, second) = (await new WaitingCaller(host, _queue).Enter(), await new WaitingCaller(host, _queue).Enter());
        var taker = new Scenario(host, Connect, answered: false) { Others = [first.Session, second.Session] };
        host.Swallow = planeEvent => planeEvent is Telephony.Port.Answered && planeEvent.LegId == taker.CallId;
        await taker.Start();
        await taker.Until<LegWon>();
        await host.Quiet("the first is to be bridged");
        LoseTheLegOf(taker);
        await first.Wait.Leave();
        await host.Quiet("the first has left");
        host.Swallow = null;
        await taker.Caller.PlaneRaised(new Telephony.Port.Answered(taker.CallId, 99));
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");

        Assert.Equal(taker.CallId, host.Plane.BridgeOf(second.CallId));
        Assert.Null(host.Plane.BridgeOf(first.CallId));
        await taker.Connect.Cancel(Story.Project);
        await first.Gone();
        await second.Gone();
        await taker.ToEnd();
    }

    // His end is written, and his owner is lost before it has told the leg that stands for him.
    [Fact]
    public async Task Waiter_WhoseEndIsWrittenAndNotTold_EndsTheBridgeAllTheSame()
    {
        var waiter = await new WaitingCaller(host, _queue, hangUpAfter: 5000).Enter();
        var taker = Taker(waiter);
        host.Store.Committed += commit =>
        {
            if (commit.Id != waiter.WaitId || !Says<WaitBridgeEnded>(commit))
                return;
            host.Traffic.Deactivate(waiter.Session);
            throw new IOException("the store's answer was lost");
        };
        await taker.Start();

        await taker.Until<ConnectDisconnected>();

        var over = (await taker.Timeline()).Single(entry => entry.Event is ConnectDisconnected);
        Assert.Equal(BridgeEnd.Callee, ((ConnectDisconnected)over.Event).EndedBy);
        Assert.InRange((over.At - taker.StartedAt).TotalSeconds, 5, 20);
        await waiter.Gone();
        await taker.ToEnd();
    }

    private static bool Says<TEvent>(Commit commit) => commit.Timeline.Any(entry => entry.Event is TEvent);

    private void LoseTheLegOf(Scenario taker)
    {
        foreach (var context in host.Traffic.Of(CallIds.Leg(taker.ConnectId, 1)))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "its owner is lost"));
    }

    private Scenario Taker(Story waiter) => new(host, Connect) { Others = [waiter.Session] };

    private string Connect => $"{{'to':'queue:{_queue}','timeout':60,'answer_on_bridge':true,'transfer_after_bridge':'https://example.com/after'}}";
}
