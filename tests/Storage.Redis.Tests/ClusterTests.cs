using Orchestrator.Grains.Interfaces;
using Orchestrator.Storage.Redis.Tests.Support;
using StackExchange.Redis;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>A Redis that is a cluster (of one): it refuses a script whose keys are not in one slot of its own.</summary>
public sealed class ClusterTests
{
    [Fact]
    public async Task Commit_InACluster_AllItsKeysAreInOneSlot()
    {
        await using var server = await RedisServer.Start("--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1");
        var endpoint = (await server.Admin()).GetServers()[0];
        await endpoint.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", 0, 16383);
        await Serves(endpoint);
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
        var keys = await RedisTime.Keys(server, options.KeyPrefix);
        Assert.Equal([id], await store.ClaimOverdue(TimeSpan.Zero, Patience, 100));
        Assert.Equal(["a"], await store.Nodes());
        Assert.Equal([Row(id, project)], await store.List(Query(project)));
        await store.KeepWebhooks([id], Patience);
        await store.Append(CallIds.SessionOf(id), [Entry("2")]);
        await store.SettleWebhook(Webhook(id, 1), [Entry("3")]);

        Assert.Equal(9, keys.Count);
        var slots = await Task.WhenAll(keys.Select(async key => (long)await endpoint.ExecuteAsync("CLUSTER", "KEYSLOT", key)));
        Assert.Single(slots.Distinct());
    }

    [Fact]
    public void Shard_OfASession_NeverChanges()
    {
        Assert.Equal(Known.Shard, Shards.NumberOf(Known.Session));
        var counts = Enumerable.Range(0, 64_000).Select(_ => Shards.NumberOf(CallIds.NewSession())).CountBy(number => number).ToList();
        Assert.Equal(64, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 800, 1200));
    }

    private static readonly (string Session, int Shard) Known = ("0123456789abcdef0123456789abcdef", 53);

    private static async Task Serves(IServer endpoint)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!((string)(await endpoint.ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal))
            deadline.Token.ThrowIfCancellationRequested();
    }
}
