using Orchestrator.Grains.Storage;
using Orchestrator.Storage.Redis.Tests.Support;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>Two silos, each with a store and a connection of its own.</summary>
[Collection(nameof(SharedRedis))]
public sealed class RaceTests
{
    private readonly RedisCallStore[] _stores;

    public RaceTests(SharedRedis redis)
    {
        var options = redis.Server.NewOptions();
        _stores = [redis.NewStore(options), redis.NewStore(options)];
    }

    [Fact]
    public async Task Commit_TwoStoresFromOneVersion_ExactlyOneWinsEachTime()
    {
        var id = NewCall();
        for (var version = 0; version < 200; version++)
        {
            var from = version;
            var results = await Task.WhenAll(_stores.Select(store => Task.Run(async () =>
                await store.Commit(Change(id, from) with { Timeline = [Entry("1")] }))));

            Assert.Single(results, result => result.Committed);
            Assert.All(results, result => Assert.Equal(from + 1, result.Version));
        }

        Assert.Equal(200, (await _stores[0].ReadTimeline(Grains.Interfaces.CallIds.SessionOf(id), 0, 1000)).Count);
    }

    [Fact]
    public async Task Claims_TwoStoresAtOnce_NeverShare()
    {
        var ids = new HashSet<string>();
        for (var number = 0; number < 300; number++)
        {
            var id = NewCall();
            ids.Add(id);
            await _stores[0].Commit(Change(id) with { Deadline = Noon });
        }

        var claims = await Task.WhenAll(_stores.Select(Drain));

        Assert.Equal(300, claims.Sum(claim => claim.Count));
        Assert.Equal(ids, claims.SelectMany(claim => claim).ToHashSet());
    }

    [Fact]
    public async Task ClaimOverdue_LeaseOverByTheClockOfRedis_IsGivenAgain()
    {
        var id = NewCall();
        await _stores[0].Commit(Change(id) with { Deadline = Noon });
        var lease = TimeSpan.FromMilliseconds(20);
        Assert.Equal([id], await _stores[0].ClaimOverdue(TimeSpan.Zero, lease, 10));

        using var deadline = new CancellationTokenSource(Patience);
        IReadOnlyList<string> again;
        do
            again = await _stores[1].ClaimOverdue(TimeSpan.Zero, lease, 10, deadline.Token);
        while (again.Count == 0);

        Assert.Equal([id], again);
    }

    [Fact]
    public async Task WaitForEntry_CommittedByTheOtherStore_GoesOn()
    {
        var id = NewCall();
        var waiting = _stores[1].WaitForEntry(Grains.Interfaces.CallIds.SessionOf(id), 0).AsTask();

        await _stores[0].Commit(Change(id) with { Timeline = [Entry("1")] });

        await waiting.WaitAsync(Patience);
    }

    private static async Task<List<string>> Drain(ICallStore store)
    {
        var claimed = new List<string>();
        while (await store.ClaimOverdue(TimeSpan.Zero, TimeSpan.FromMinutes(1), 10) is { Count: > 0 } some)
            claimed.AddRange(some);
        return claimed;
    }
}
