using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Storage;
using Orchestrator.Storage.Redis.Tests.Support;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>The contract, kept by a real Redis.</summary>
[Collection(nameof(SharedRedis))]
public sealed class RedisCallStoreTests : CallStoreContract
{
    private readonly RedisServer _server;
    private readonly RedisStoreOptions _options;
    private readonly RedisCallStore _store;

    public RedisCallStoreTests(SharedRedis redis)
    {
        _server = redis.Server;
        _options = _server.NewOptions();
        _store = redis.NewStore(_options);
    }

    protected override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    protected override TimeSpan WebhookLease => _options.WebhookLease;

    protected override ValueTask<ICallStore> CreateStore() => new(_store);

    protected override Task Pass(TimeSpan time) => RedisTime.Pass(_server, _options.KeyPrefix, time);
}
