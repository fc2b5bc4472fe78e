using System.Diagnostics;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;
using Orchestrator.Storage.Redis.Tests.Support;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>Redis that is gone, hangs, and comes back.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Members =>
    [
        nameof(ICallStore.Load), nameof(ICallStore.Commit), nameof(ICallStore.ReadTimeline),
        nameof(ICallStore.WaitForEntry), nameof(ICallStore.List), nameof(ICallStore.PendingWebhooks), nameof(ICallStore.MoveWebhook),
        nameof(ICallStore.ClaimWebhooks), nameof(ICallStore.KeepWebhooks), nameof(ICallStore.ClaimOverdue), nameof(ICallStore.Nodes),
        nameof(ICallStore.CallsOf),
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Member_NoRedisThere_ThrowsWithinTheBound(string member)
    {
        var soon = TimeSpan.FromSeconds(0.2);
        var options = new RedisStoreOptions { Connection = "127.0.0.1:1", ConnectTimeout = soon, CommandTimeout = soon };
        await using var store = new RedisCallStore(options, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => Call(store, member).WaitAsync(Bound));

        // What lies in a connection's depths cannot be sent between silos: it would arrive as another failure, that nobody repeats.
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task Redis_Killed_KeepsWhatWasAcknowledged()
    {
        await using var server = await RedisServer.Start();
        var options = server.NewOptions();
        await using var store = new RedisCallStore(options, TimeProvider.System);
        var (id, project) = (NewCall(), NewProject());
        await store.Commit(Change(id) with
        {
            Deadline = Noon,
            NodeId = "a",
            Row = Row(id, project),
            Timeline = [Entry("1")],
            Outbox = [Webhook(id, 1)],
        });

        await server.Kill();
        await server.StartAgain();
        await UntilItAnswers(store);

        Assert.Equal((1, Noon), ((await store.Load(id))!.Version, (await store.Load(id))!.Deadline));
        Assert.Equal("1", Digits(await store.ReadTimeline(CallIds.SessionOf(id), 0, 10)));
        Assert.Equal("body 1", Text(Assert.Single(await store.PendingWebhooks(id)).Body));
        Assert.Equal([Row(id, project)], await store.List(Query(project)));
        Assert.Equal([id], await store.CallsOf("a", 10));
        Assert.Equal([id], await store.ClaimOverdue(TimeSpan.Zero, Patience, 10));
        Assert.True((await store.Commit(Change(id, 1))).Committed);
    }

    [Fact]
    public async Task Redis_Paused_CommitFailsWithinTheBoundAndMayBeMadeAgain()
    {
        await using var server = await RedisServer.Start();
        var options = server.NewOptions();
        options.CommandTimeout = TimeSpan.FromSeconds(1);
        await using var store = new RedisCallStore(options, TimeProvider.System);
        var id = NewCall();
        await store.Commit(Change(id));
        var commit = Change(id, 1, "again") with { Timeline = [Entry("1")] };

        await server.Pause();
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.Commit(commit));
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Bound);
        }
        finally
        {
            await server.Resume();
        }

        await UntilItAnswers(store);
        Assert.Equal(new CommitResult(true, 2), await store.Commit(commit));
        Assert.Equal("1", Digits(await store.ReadTimeline(CallIds.SessionOf(id), 0, 10)));
    }

    [Fact]
    public async Task WaitForEntry_RedisRestarted_StillNoticesTheEntry()
    {
        await using var server = await RedisServer.Start();
        var options = server.NewOptions();
        await using var waiter = new RedisCallStore(options, TimeProvider.System);
        await using var writer = new RedisCallStore(options, TimeProvider.System);
        var id = NewCall();
        await writer.Commit(Change(id));
        var waiting = waiter.WaitForEntry(CallIds.SessionOf(id), 0).AsTask();

        await server.Kill();
        await server.StartAgain();
        await UntilItAnswers(writer);
        await writer.Commit(Change(id, 1) with { Timeline = [Entry("1")] });

        // Its own look may have failed with the connection; then the reader comes back.
        if (await Record.ExceptionAsync(() => waiting.WaitAsync(Patience)) is { } failure)
        {
            Assert.IsType<StoreUnavailableException>(failure);
            await waiter.WaitForEntry(CallIds.SessionOf(id), 0).AsTask().WaitAsync(Patience);
        }
    }

    private static async Task UntilItAnswers(RedisCallStore store)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await store.Load(NewCall(), deadline.Token);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Yield();
            }
        }
    }

    private static Task Call(RedisCallStore store, string member)
    {
        var id = NewCall();
        return member switch
        {
            nameof(ICallStore.Load) => store.Load(id).AsTask(),
            nameof(ICallStore.Commit) => store.Commit(Change(id)).AsTask(),
            nameof(ICallStore.ReadTimeline) => store.ReadTimeline(CallIds.SessionOf(id), 0, 10).AsTask(),
            nameof(ICallStore.WaitForEntry) => store.WaitForEntry(CallIds.SessionOf(id), 0).AsTask(),
            nameof(ICallStore.List) => store.List(Query(NewProject())).AsTask(),
            nameof(ICallStore.PendingWebhooks) => store.PendingWebhooks(id).AsTask(),
            nameof(ICallStore.MoveWebhook) => store.MoveWebhook(Move(Webhook(id, 1))).AsTask(),
            nameof(ICallStore.ClaimWebhooks) => store.ClaimWebhooks(Patience, 10).AsTask(),
            nameof(ICallStore.KeepWebhooks) => store.KeepWebhooks([id], Patience).AsTask(),
            nameof(ICallStore.ClaimOverdue) => store.ClaimOverdue(Patience, Patience, 10).AsTask(),
            nameof(ICallStore.Nodes) => store.Nodes().AsTask(),
            nameof(ICallStore.CallsOf) => store.CallsOf("a", 10).AsTask(),
            _ => throw new ArgumentOutOfRangeException(nameof(member), member, "no member of the store"),
        };
    }
}
