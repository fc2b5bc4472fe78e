using System.Collections.Concurrent;

namespace Orchestrator.Storage.Redis.Tests.Support;

/// <summary>One server for all tests that do it no harm, and their stores.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private readonly ConcurrentBag<RedisCallStore> _stores = [];

    public RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RedisServer.Start();

    /// <summary>A store with a connection of its own, for as long as the tests run.</summary>
    public RedisCallStore NewStore(RedisStoreOptions options, TimeProvider? time = null)
    {
        var store = new RedisCallStore(options, time ?? TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        await Server.DisposeAsync();
    }
}

[CollectionDefinition(nameof(SharedRedis))]
public sealed class SharedRedisTests : ICollectionFixture<SharedRedis>;
