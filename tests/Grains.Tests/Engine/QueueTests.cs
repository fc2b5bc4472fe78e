using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Who waits in a queue, who takes, and what becomes of both.</summary>
[Collection(EngineCollection.Name)]
public sealed class QueueTests(EngineHost host)
{
    private readonly string _queue = $"q-{Guid.NewGuid():n}";

    [Fact]
    public async Task Connect_ToAQueue_TakesTheCallerAtTheHeadAndBridgesThem()
    {
        var (first, second) = (await Enter(), await Enter());
        await second.At(200);
        Assert.NotNull(host.Plane.PlaybackOf(first.CallId));
        var taker = Taker();
        await taker.Start();
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");

        Assert.Equal(taker.CallId, host.Plane.BridgeOf(first.CallId));
        Assert.Equal("WaitEntered, WaitTaken, WaitDequeued", await first.Story());
        Assert.Equal("WaitEntered", await second.Story());
        Assert.Equal((null, 1), (host.Plane.PlaybackOf(first.CallId), (await second.Queue.View(Scenario.Project))!.Size));
        Assert.NotNull(host.Plane.PlaybackOf(second.CallId));
        await Over(taker, first, second);
        Assert.Equal("WaitEntered, WaitTaken, WaitDequeued, WaitBridgeEnded", await first.Story());
        Assert.Equal(["enqueue 1 of 1", "dequeue 0 of 1"], first.Events);
        Assert.Equal(["enqueue 2 of 2", "leave 1 of 0"], second.Events);
    }

    [Fact]
    public async Task Connected_Webhooks_NameTheWaitingCallAndItsQueue()
    {
        var waiter = await Enter();
        var taker = Taker();
        await taker.Start();
        await taker.Until<ConnectBridged>();
        await Over(taker, waiter);

        var letters = host.Postbox.At(taker.BoxPath);
        var peer = letters.Single(letter => letter.What == "connected").Body["params"]!["peer"]!;
        Assert.Equal(waiter.CallId, (string?)peer["call_id"]);
        Assert.Equal(("node-1", waiter.Queue.GetPrimaryKeyString(), _queue), ((string?)peer["node_id"], (string?)peer["queue_id"], (string?)peer["queue_name"]));
        Assert.Equal(
            $$$"""{"type":"queue","params":{"from":"+15550001111","to":"queue:{{{_queue}}}"}}""", peer["device"]!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal("ended hangup", letters.Single(letter => letter.Type == "calling.call.state").What);
    }

    [Fact]
    public async Task Events_OfAQueue_HaveAllFields()
    {
        var waiter = await Enter();
        await waiter.At(5000);
        var taker = Taker();
        await taker.Start();
        await taker.Until<ConnectBridged>();
        await Over(taker, waiter);

        var letters = host.Postbox.At($"/{waiter.Session}").Select(letter => letter.Body).ToList();
        var enqueued = (waiter.StartedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;
        Assert.Equal($"swml:{waiter.Session}", (string?)letters[0]["event_channel"]);
        Assert.Equal(Expected("enqueue", 1, 1, 0, enqueued, 0, waiter), letters[0]["params"]!.ToJsonString());
        Assert.Equal(Expected("dequeue", 0, 0, 5, enqueued, enqueued + 5_000_000, waiter), letters[1]["params"]!.ToJsonString());
    }

    [Fact]
    public async Task Takers_WithNobodyWaiting_AreServedInTheOrderTheyCame()
    {
        var (first, second) = (Taker(), Taker());
        await first.Start();
        await host.Quiet("the first waits");
        await second.Start();
        await host.Quiet("both wait");
        Assert.Equal((0, 2), Shown(await WaitingCaller.QueueOf(host, _queue).View(Scenario.Project)));

        var waiter = await Enter();
        await first.Until<ConnectBridged>();
        var other = await Enter();
        await second.Until<ConnectBridged>();

        Assert.Equal((first.CallId, second.CallId), (host.Plane.BridgeOf(waiter.CallId), host.Plane.BridgeOf(other.CallId)));
        // Both, before time goes on: the end of all of one is behind that of whoever else is on the plane.
        await Part(first, waiter);
        await Part(second, other);
        await first.ToEnd();
        await second.ToEnd();
    }

    [Fact]
    public async Task Taker_NobodyComesWithinTheTimeout_FailsNoAnswer()
    {
        var taker = await Taker(timeout: 20).Run();

        var failed = (await taker.Timeline()).Single(entry => entry.Event is ConnectFailed);
        Assert.Equal((FailedReason.NoAnswer, 20_000d), (((ConnectFailed)failed.Event).Reason, (failed.At - taker.StartedAt).TotalMilliseconds));
        Assert.Equal((0, 0), Shown(await WaitingCaller.QueueOf(host, _queue).View(Scenario.Project)));
    }

    [Fact]
    public async Task Waiter_NobodyTakesHimWithinHisWaitTime_Leaves()
    {
        var waiter = await new WaitingCaller(host, _queue, waitSeconds: 30).Enter();
        await waiter.Gone();

        var left = (await waiter.Timeline()).Single(entry => entry.Event is WaitLeft);
        Assert.Equal(30_000, (left.At - waiter.StartedAt).TotalMilliseconds);
        Assert.Equal("WaitEntered, WaitLeft timeout", await waiter.Story());
        Assert.Equal(["enqueue 1 of 1", "leave 1 of 0"], waiter.Events);
    }

    [Fact]
    public async Task Waiter_HangsUpWhileHeWaits_LeavesAndTheNextMovesUp()
    {
        var first = await new WaitingCaller(host, _queue, hangUpAfter: 1000).Enter();
        var second = await Enter();
        await first.Gone();

        Assert.Equal("WaitEntered, WaitLeft hangup", await first.Story());
        Assert.Equal([(second.CallId, 1)], (await second.Queue.Members(Scenario.Project))!.Select(member => (member.CallId, member.Position)));
        await second.Wait.Leave();
        await second.Gone();
        Assert.Equal("WaitEntered, WaitLeft leaving", await second.Story());
    }

    /// <summary>He is dead on the wire, and nobody has heard of it yet when he is taken.</summary>
    [Fact]
    public async Task Waiter_GoneAtTheMomentHeIsTaken_IsNeverBridgedAndTheNextOneIs()
    {
        var (first, second) = (await Enter(), await Enter());
        host.Swallow = planeEvent => planeEvent is Ended && planeEvent.LegId == first.CallId;
        await host.Plane.Execute(new HangUp(first.CallId, HangUpCause.Normal));
        await host.Quiet("the first is dead");
        host.Swallow = null;
        var taker = Taker();
        await taker.Start();
        await host.Quiet("the first is taken");
        Assert.Equal("WaitEntered, WaitTaken", await first.Story());

        await first.Caller.PlaneRaised(new Ended(first.CallId, 99, new EndCause(EndKind.RemoteHangUp), WasAnswered: true));
        await taker.Until<ConnectBridged>();

        Assert.Equal(taker.CallId, host.Plane.BridgeOf(second.CallId));
        Assert.Equal("WaitEntered, WaitTaken, WaitLeft hangup", await first.Story());
        await Over(taker, second);
    }

    /// <summary>As above, and there is no next one yet: he who comes within the rest of the timeout is taken.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Waiter_GoneAtTheMomentHeIsTaken_TakerWaitsForTheRestOfItsTimeout(bool anotherComes)
    {
        var first = await Enter();
        host.Swallow = planeEvent => planeEvent is Ended && planeEvent.LegId == first.CallId;
        await host.Plane.Execute(new HangUp(first.CallId, HangUpCause.Normal));
        await host.Quiet("the first is dead");
        host.Swallow = null;
        var taker = Taker(timeout: 60);
        await taker.Start();
        await host.Quiet("the first is taken");
        await first.Caller.PlaneRaised(new Ended(first.CallId, 99, new EndCause(EndKind.RemoteHangUp), WasAnswered: true));
        await taker.At(50_000);

        if (anotherComes)
        {
            var second = await Enter();
            await taker.Until<ConnectBridged>();
            Assert.Equal(taker.CallId, host.Plane.BridgeOf(second.CallId));
            await Over(taker, second);
            return;
        }

        await taker.ToEnd();
        var failed = (await taker.Timeline()).Single(entry => entry.Event is ConnectFailed);
        Assert.Equal((FailedReason.NoAnswer, 60_000d), (((ConnectFailed)failed.Event).Reason, (failed.At - taker.StartedAt).TotalMilliseconds));
    }

    [Fact]
    public async Task Taker_DiesBeforeTheBridge_WaiterIsFirstAgain()
    {
        var (first, second) = (await Enter(), await Enter());
        // Its caller never gets his answer, so that nobody is bridged.
        var taker = new Scenario(host, Connect(timeout: 60).Replace("'timeout'", "'answer_on_bridge':true,'timeout'", StringComparison.Ordinal), answered: false);
        host.Swallow = planeEvent => planeEvent is Answered;
        await taker.Start();
        await host.Quiet("the first is taken");
        host.Swallow = null;
        await taker.Connect.Cancel(Scenario.Project);
        await taker.ToEnd();

        var next = Taker();
        await next.Start();
        await next.Until<ConnectBridged>();
        Assert.Equal(next.CallId, host.Plane.BridgeOf(first.CallId));
        await Over(next, first, second);
    }

    [Fact]
    public async Task QueueLeg_LosesTheRace_TakesNobodyAnyMore()
    {
        var taker = new Scenario(
            host, $$"""{'parallel':[{'to':'sip:b@sim;answer=1000;talk=1000'},{'to':'queue:{{_queue}}'}],'transfer_after_bridge':'https://example.com/after'}""");
        await taker.Run();
        var first = await Enter();

        Assert.Equal((1, 0), Shown(await first.Queue.View(Scenario.Project)));
        Assert.Null(host.Plane.BridgeOf(first.CallId));
        await first.Wait.Leave();
        await first.Gone();
    }

    [Fact]
    public async Task Bridge_WaiterHangsUp_EndsByTheCallee()
    {
        var waiter = await new WaitingCaller(host, _queue, hangUpAfter: 5000).Enter();
        var taker = await Taker().Run();

        var over = (ConnectDisconnected)(await taker.Timeline()).Single(entry => entry.Event is ConnectDisconnected).Event;
        Assert.Equal(BridgeEnd.Callee, over.EndedBy);
        await waiter.Gone();
        Assert.Equal("WaitEntered, WaitTaken, WaitDequeued, WaitBridgeEnded", await waiter.Story());
    }

    [Fact]
    public async Task Queue_OfAnotherProject_IsNotThere()
    {
        var waiter = await Enter();

        Assert.Null(await waiter.Queue.View("proj_2"));
        Assert.NotEqual(waiter.Queue.GetPrimaryKeyString(), CallIds.Queue("proj_2", _queue));
        await waiter.Wait.Leave();
        await waiter.Gone();
    }

    private async Task Over(Scenario taker, params WaitingCaller[] waiters)
    {
        await Part(taker, waiters);
        await taker.ToEnd();
        Assert.Equal(0, host.Plane.BridgeConflicts);
    }

    private async Task Part(Scenario taker, params WaitingCaller[] waiters)
    {
        await taker.Connect.Cancel(Scenario.Project);
        await host.Quiet("the bridge is over");
        foreach (var waiter in waiters)
        {
            await waiter.Wait.Leave();
            await waiter.Gone();
        }
    }

    private Task<WaitingCaller> Enter() => new WaitingCaller(host, _queue).Enter();

    private Scenario Taker(int timeout = 60) => new(host, Connect(timeout));

    private string Connect(int timeout) => $$"""{'to':'queue:{{_queue}}','timeout':{{timeout}},'transfer_after_bridge':'https://example.com/after',$hooks}""";

    private static (int Size, int Takers) Shown(QueueView? view) => (view!.Size, view.Takers);

    private string Expected(string status, int position, int size, int average, long enqueued, long dequeued, WaitingCaller waiter) =>
        $$"""{"status":"{{status}}","id":"{{waiter.Queue.GetPrimaryKeyString()}}","name":"{{_queue}}","position":{{position}},"size":{{size}},"avg_time":{{average}},"enqueue_ts":{{enqueued}},"dequeue_ts":{{dequeued}},"leave_ts":0,"status_url":"{{host.Postbox.Url}}/{{waiter.Session}}","control_id":"control-1","call_id":"{{waiter.CallId}}","node_id":"node-1"}""";
}
