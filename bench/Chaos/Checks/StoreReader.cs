using System.Globalization;
using StackExchange.Redis;

namespace Orchestrator.Chaos.Checks;

/// <summary>Looks into Redis, as docs/redis.md describes it.</summary>
internal sealed class StoreReader : IAsyncDisposable
{
    private const int Shards = 64;
    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _redis;
    private readonly IServer _server;

    private StoreReader(ConnectionMultiplexer connection, string address) =>
        (_connection, _redis, _server) = (connection, connection.GetDatabase(), connection.GetServer(address));

    public static async Task<StoreReader> Open(string address) => new(await ConnectionMultiplexer.ConnectAsync(address), address);

    /// <summary>Every session that the store knows.</summary>
    public async Task<IReadOnlyList<Story>> Stories()
    {
        var stories = new List<Story>();
        await foreach (var key in _server.KeysAsync(pattern: "{orc:*}:t:*", pageSize: 1000))
        {
            var lines = await _redis.ListRangeAsync(key);
            stories.Add(new Story(key.ToString().Split(':')[^1], [.. lines.Select(line => Line.Of(line!))]));
        }

        return stories;
    }

    /// <summary>Webhooks that the store keeps for later: in the outbox, or parked until their next attempt.</summary>
    public async Task<IReadOnlySet<string>> Waiting()
    {
        var waiting = new HashSet<string>();
        await foreach (var key in _server.KeysAsync(pattern: "{orc:*}:o:*", pageSize: 1000))
            waiting.UnionWith((await _redis.HashKeysAsync(key)).Select(id => id.ToString()));
        await foreach (var key in _server.KeysAsync(pattern: "{orc:*}:parked", pageSize: 1000))
            waiting.UnionWith((await _redis.SortedSetRangeByRankAsync(key)).Select(id => id.ToString()));
        return waiting;
    }

    /// <summary>How much still wants to be looked after: deadlines, claims, legs on nodes.</summary>
    public async Task<long> UnderWay()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Shards).SelectMany(number =>
        {
            var shard = string.Create(CultureInfo.InvariantCulture, $"{{orc:{number}}}:");
            return new[] { _redis.SortedSetLengthAsync(shard + "due"), _redis.SortedSetLengthAsync(shard + "claimed"), _redis.SetLengthAsync(shard + "nodes") };
        }));
        return counts.Sum();
    }

    /// <summary>Keys that nothing will ever take away, though nothing of their session is under way.</summary>
    /// <param name="waiting">Sessions with webhooks in the outbox: these stay.</param>
    public async Task<IReadOnlyList<string>> Immortal(IReadOnlySet<string> waiting)
    {
        var immortal = new List<string>();
        foreach (var pattern in new[] { "{orc:*}:s:*", "{orc:*}:t:*" })
        {
            await foreach (var key in _server.KeysAsync(pattern: pattern, pageSize: 1000))
            {
                if (!waiting.Contains(key.ToString().Split(':')[^1]) && await _redis.KeyTimeToLiveAsync(key) is null)
                    immortal.Add(key.ToString());
            }
        }

        return immortal;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
