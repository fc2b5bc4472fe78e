using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Storage.Redis.Tests.Support;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>How entries are waited for: by message, by a look now and then, and not at all when nobody waits.</summary>
[Collection(nameof(SharedRedis))]
public sealed class WatchTests(SharedRedis redis)
{
    private readonly RedisStoreOptions _options = redis.Server.NewOptions();
    private readonly FakeTimeProvider _time = new();
    private readonly string _session = CallIds.NewSession();

    [Fact]
    public async Task WaitForEntry_MessageLost_NoticedAtTheNextLook()
    {
        var store = redis.NewStore(_options, _time);
        await store.Append(_session, [Entry("1")]);
        var waiting = store.WaitForEntry(_session, 1).AsTask();

        // An entry of which no message is sent.
        var admin = (await redis.Server.Admin()).GetDatabase();
        await admin.ListRightPushAsync(new Shards(_options.KeyPrefix).OfSession(_session).Timeline(_session), "{}");
        using var deadline = new CancellationTokenSource(Patience);
        while (!waiting.IsCompleted)
        {
            deadline.Token.ThrowIfCancellationRequested();
            _time.Advance(_options.EntryPoll);
            await Task.Yield();
        }

        await waiting;
    }

    [Fact]
    public async Task WaitForEntry_NobodyForAWhile_StopsListening()
    {
        var store = redis.NewStore(_options, _time);
        var waiting = store.WaitForEntry(_session, 0).AsTask();
        await UntilListeners(1);

        await store.Append(_session, [Entry("1")]);
        await waiting.WaitAsync(Patience);
        await store.Append(_session, [Entry("2")]);
        await UntilListeners(1);

        _time.Advance(TimeSpan.FromMinutes(1));
        await store.Append(_session, [Entry("3")]);
        await UntilListeners(0);

        var again = store.WaitForEntry(_session, 3).AsTask();
        await UntilListeners(1);
        await store.Append(_session, [Entry("4")]);
        await again.WaitAsync(Patience);
    }

    private async Task UntilListeners(long expected)
    {
        var server = (await redis.Server.Admin()).GetServers()[0];
        var channel = new Shards(_options.KeyPrefix).OfSession(_session).Entries;
        using var deadline = new CancellationTokenSource(Patience);
        while (await server.SubscriptionSubscriberCountAsync(channel) != expected)
            deadline.Token.ThrowIfCancellationRequested();
    }
}
