using System.Globalization;
using Orchestrator.Storage.Redis.Tests.Support;
using StackExchange.Redis;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>What a commit costs, and that Redis may forget its scripts.</summary>
public sealed class ScriptTests
{
    [Fact]
    public async Task Commit_AfterTheScriptsWereFlushed_IsWritten()
    {
        await using var server = await RedisServer.Start();
        await using var store = new RedisCallStore(server.NewOptions(), TimeProvider.System);
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1)] });

        foreach (var endpoint in (await server.Admin()).GetServers())
            await endpoint.ScriptFlushAsync();

        Assert.Equal(2, (await store.Commit(Change(id, 1))).Version);
        await store.SettleWebhook(Webhook(id, 1), [Entry("1")]);
        Assert.Single(await store.ReadTimeline(Grains.Interfaces.CallIds.SessionOf(id), 0, 10));
    }

    [Fact]
    public async Task Commit_OfEverything_IsOneCommand()
    {
        await using var server = await RedisServer.Start();
        await using var store = new RedisCallStore(server.NewOptions(), TimeProvider.System);
        var (id, project) = (NewCall(), NewProject());
        await store.Commit(Change(id));
        var endpoint = (await server.Admin()).GetServers()[0];
        var before = await Calls(endpoint);

        for (var version = 1; version <= 10; version++)
        {
            await store.Commit(Change(id, version) with
            {
                Deadline = Noon.AddSeconds(version),
                NodeId = "a",
                Row = Row(id, project),
                Timeline = [Entry("1"), Entry("2")],
                Outbox = [Webhook(id, version)],
            });
        }

        var after = await Calls(endpoint);
        Assert.Equal(10, after["evalsha"] - before["evalsha"]);
        // The rest is what the scripts call, and what a connection says now and then.
        string[] byScripts =
        [
            "evalsha", "exists", "hmget", "hset", "hsetnx", "persist", "publish",
            "rpush", "sadd", "smembers", "srem", "time", "zadd", "zrem",
        ];
        string[] byConnections = ["client|setinfo", "client|setname", "config|get", "echo", "get", "hello", "info", "ping", "select"];
        var called = after.Where(pair => pair.Value > before.GetValueOrDefault(pair.Key)).Select(pair => pair.Key);
        Assert.Empty(called.Except([.. byScripts, .. byConnections]));
    }

    private static async Task<Dictionary<string, long>> Calls(IServer server) => (await server.InfoAsync("commandstats"))
        .SelectMany(group => group)
        .ToDictionary(
            pair => pair.Key["cmdstat_".Length..],
            pair => long.Parse(pair.Value.Split(',')[0]["calls=".Length..], CultureInfo.InvariantCulture));
}
