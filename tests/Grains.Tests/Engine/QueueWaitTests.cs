using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Queues;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A script waits in a queue: what its caller hears, how long, and each way in which he comes out of it unbridged.</summary>
[Collection(EngineCollection.Name)]
public sealed class QueueWaitTests(EngineHost host)
{
    private readonly string _queue = $"q-{Guid.NewGuid():n}";

    [Fact]
    public async Task Waiting_VariablesSayWhereHeStands()
    {
        var first = await Wait();
        var second = await Wait();

        Assert.Equal("{'entry_position':1,'entry_size':1,'queue_result':'entering'}", await first.Vars());
        Assert.Equal("{'entry_position':2,'entry_size':2,'queue_result':'entering'}", await second.Vars());
        await Over(first, second);
    }

    [Theory]
    [InlineData("'wait_url':'https://files.example/music.wav',", "https://files.example/music.wav")]
    [InlineData("", "ring:us")]
    public async Task Waiting_MusicIsPlayedOverAndOver_UntilHeIsTaken(string more, string playable)
    {
        var waiter = await Wait(more);
        await waiter.At(60_000);
        Assert.NotNull(host.Plane.PlaybackOf(waiter.CallId));

        var taker = new Scenario(host, $"{{'to':'queue:{_queue}','transfer_after_bridge':'https://example.com/after'}}") { Others = [waiter.Session] };
        await taker.Start();
        await taker.Until<ConnectBridged>();
        await host.Quiet("bridged");

        var play = Assert.Single(Commands<Play>(waiter).DistinctBy(play => play.PlaybackId));
        Assert.Equal((playable, true), (Assert.Single(play.Playables), play.Repeat));
        Assert.Null(host.Plane.PlaybackOf(waiter.CallId));
        Assert.Equal(play.PlaybackId, Assert.Single(Commands<StopPlay>(waiter).DistinctBy(stop => stop.PlaybackId)).PlaybackId);
        await taker.Connect.Cancel(Story.Project);
        await taker.ToEnd();
        await waiter.Ended();
    }

    [Fact]
    public async Task Waiting_WithoutAWaitTime_LastsAnHour()
    {
        var waiter = await Wait();
        await waiter.Ended();

        Assert.Equal("{'entry_position':1,'entry_size':1,'queue_result':'timeout','rest':1,'wait_time':3600}", await waiter.Vars());
        Assert.Equal(3_600_000, await Left(waiter));
    }

    [Fact]
    public async Task Disconnected_HeLeavesAndTheScriptGoesOn()
    {
        var waiter = await Wait();
        await waiter.At(7000);
        Assert.Equal(CallCommandOutcome.Done, await waiter.Caller.Disconnect(Story.Project, "request-1"));
        await waiter.Ended();

        Assert.Equal("{'entry_position':1,'entry_size':1,'queue_result':'leaving','rest':1,'wait_time':7}", await waiter.Vars());
        Assert.Equal(["enqueue 1 of 1", "leave 1 of 0"], waiter.Letters);
        var told = host.Postbox.At(waiter.BoxPath)[1].Body["params"]!;
        Assert.Equal((Micros(waiter, 0), 0L, Micros(waiter, 7000)), ((long)told["enqueue_ts"]!, (long)told["dequeue_ts"]!, (long)told["leave_ts"]!));
    }

    [Fact]
    public async Task Transferred_HeLeavesAndTheOtherScriptRuns()
    {
        var waiter = await Wait();
        await waiter.At(7000);
        var other = new ScriptPlace("""{"sections":{"main":[{"set":{"other":"${queue_result}"}}]}}""", Url: null);
        Assert.Equal(CallCommandOutcome.Done, await waiter.Caller.Transfer(Story.Project, "request-1", other));
        await waiter.Ended();

        Assert.Equal("{'entry_position':1,'entry_size':1,'other':'entering','queue_result':'entering'}", await waiter.Vars());
        Assert.Equal(["enqueue 1 of 1", "leave 1 of 0"], waiter.Letters);
        Assert.Equal(0, (await WaitingCaller.QueueOf(host, _queue).View(Story.Project))!.Size);
    }

    [Fact]
    public async Task Queue_ThatIsFull_LetsNobodyInAndTheScriptGoesOn()
    {
        await Fill();
        var waiter = await Wait();
        await waiter.Ended();

        Assert.Equal("{'queue_result':'failed','rest':1,'wait_time':0}", await waiter.Vars());
        Assert.Empty(waiter.Letters);
    }

    [Theory]
    [InlineData("another script")]
    [InlineData(null)]
    public async Task Call_ServedByAScript_IsPutIntoAQueueByNoOther(string? by)
    {
        var run = await new ScriptScenario(host, "{'answer':{}},{'sleep':5000}").Begin();
        await run.Call();
        await run.Until<LegAnswered>();
        var wait = new EnterQueue(Story.Project, CallIds.Wait(run.Session, "t9"), _queue, "control", null, null, TimeSpan.FromMinutes(1)) { ByScript = by };

        Assert.Equal(EnterQueueOutcome.CallBusy, await run.Caller.EnterQueue(wait));
        await run.Ended();
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is WaitEntered);
    }

    private async Task<ScriptScenario> Wait(string more = "")
    {
        var waiter = await new ScriptScenario(
            host, $"{{'enter_queue':{{'queue_name':'{_queue}',{more}'status_url':'$box','transfer_after_bridge':'{{\"sections\":{{\"main\":[\"hangup\"]}}}}'}}}},{{'set':{{'rest':1}}}}").Begin();
        await waiter.Call();
        await waiter.Until(entry => entry.Event is WaitEntered or ScriptEnded, "the queue's answer");
        return waiter;
    }

    private static async Task Over(params ScriptScenario[] waiters)
    {
        foreach (var waiter in waiters)
        {
            await waiter.Caller.HangUp(EndReason.Hangup, ReleaseCause.ApiRequest);
            await waiter.Ended();
        }
    }

    /// <summary>With as many callers as there may be, of whom nobody knows.</summary>
    private async Task Fill()
    {
        var waiters = Enumerable.Range(1, QueueMachine.MostWaiters)
            .Select(number => new Waiter(CallIds.Wait($"{number:x32}", "1"), CallIds.Caller($"{number:x32}"), "+15550001111", host.Clock.GetUtcNow()));
        var record = new QueueRecord
        {
            ProjectId = Story.Project,
            Name = _queue,
            State = QueueState.Empty with { Waiters = [.. waiters] },
            CreatedAt = host.Clock.GetUtcNow(),
        };
        var full = JsonSerializer.SerializeToUtf8Bytes(record, RecordJson.Default.QueueRecord);
        Assert.True((await host.Store.Commit(new Commit(CallIds.Queue(Story.Project, _queue), 0, full, null, Row: null, Ended: false, [], []))).Committed);
    }

    private ImmutableArray<TCommand> Commands<TCommand>(Story run)
        where TCommand : PlaneCommand => [.. host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<TCommand>()];

    private static async Task<double> Left(Story run) =>
        ((await run.Timeline()).Single(entry => entry.Event is WaitLeft).At - run.StartedAt).TotalMilliseconds;

    private static long Micros(Story run, int after) => (run.StartedAt.AddMilliseconds(after).UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;
}
