using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using Orchestrator.Storage.Redis.Tests.Support;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Storage.Redis.Tests;

/// <summary>How long Redis remembers, and that it then remembers nothing.</summary>
[Collection(nameof(SharedRedis))]
public sealed class RetentionTests
{
    private readonly RedisServer _server;
    private readonly RedisStoreOptions _options;
    private readonly RedisCallStore _store;

    public RetentionTests(SharedRedis redis)
    {
        _server = redis.Server;
        _options = _server.NewOptions();
        _store = redis.NewStore(_options);
    }

    [Fact]
    public async Task Session_EndedForItsRetention_NoKeyIsLeft()
    {
        var (id, project) = (NewCall(), NewProject());
        await _store.Commit(Everything(id, project));
        await _store.Commit(Change(id, 1) with { Ended = true, Deadline = Noon, Row = Row(id, project), Timeline = [Entry("2")] });
        await _store.SettleWebhook(Webhook(id, 1), [Entry("3")]);

        await Pass(_options.Retention / 2);
        Assert.Equal(2, (await _store.Load(id))!.Version);
        Assert.Single(await _store.List(Query(project)));

        await Pass(_options.Retention / 2);
        Assert.Null(await _store.Load(id));
        Assert.Empty(await _store.List(Query(project)));
        Assert.Empty(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100));
        Assert.Empty(await _store.ClaimOverdue(TimeSpan.Zero, Patience, 100));
        Assert.Empty(await _store.ClaimParked(Patience, 100));
        Assert.Empty(await RedisTime.Keys(_server, _options.KeyPrefix));
    }

    [Fact]
    public async Task Session_OneRecordOrWebhookLeft_IsKept()
    {
        var session = CallIds.NewSession();
        var (caller, connect) = (CallIds.Caller(session), CallIds.Connect(session, "1"));
        await _store.Commit(Change(caller) with { Ended = true });
        await _store.Commit(Change(connect) with { Outbox = [Webhook(connect, 1)] });
        await Pass(_options.Retention * 2);
        Assert.NotNull(await _store.Load(caller));

        await _store.Commit(Change(connect, 1) with { Ended = true });
        await Pass(_options.Retention * 2);
        Assert.NotNull(await _store.Load(caller));

        await _store.SettleWebhook(Webhook(connect, 1), []);
        await Pass(_options.Retention);
        Assert.Null(await _store.Load(caller));
    }

    [Fact]
    public async Task Session_CommittedAgainNotEnded_IsAliveAgain()
    {
        var (id, project) = (NewCall(), NewProject());
        await _store.Commit(Change(id) with { Ended = true, Row = Row(id, project), Timeline = [Entry("1")] });
        await Pass(_options.Retention / 2);

        await _store.Commit(Change(id, 1));
        await Pass(_options.Retention * 2);
        await _store.ClaimOverdue(TimeSpan.Zero, Patience, 100);

        Assert.Equal(2, (await _store.Load(id))!.Version);
        Assert.Single(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100));
        Assert.Single(await _store.List(Query(project)));
    }

    [Fact]
    public async Task Session_SameNameAfterItsRetention_BeginsAnew()
    {
        var (id, project) = (NewCall(), NewProject());
        await _store.Commit(Change(id) with { Ended = true, Row = Row(id, project, 1), Timeline = [Entry("1")] });
        await Pass(_options.Retention);

        // Nobody has swept yet.
        await _store.Commit(Change(id) with { Row = Row(id, project, 2), Timeline = [Entry("2")] });
        await _store.ClaimOverdue(TimeSpan.Zero, Patience, 100);

        Assert.Equal([Row(id, project, 2)], await _store.List(Query(project)));
        Assert.Equal("2", Digits(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100)));
    }

    [Fact]
    public async Task Append_ToNoSession_HasARetentionOfItsOwn()
    {
        var session = CallIds.NewSession();
        await _store.Append(session, [Entry("1")]);
        Assert.Single(await _store.ReadTimeline(session, 0, 100));

        await Pass(_options.Retention);

        Assert.Empty(await RedisTime.Keys(_server, _options.KeyPrefix));
    }

    [Fact]
    public async Task Append_ToAnEndedSession_GoesWithIt()
    {
        var id = NewCall();
        await _store.Commit(Change(id) with { Ended = true });
        await Pass(_options.Retention / 2);
        await _store.Append(CallIds.SessionOf(id), [Entry("1")]);
        Assert.Single(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100));

        await Pass(_options.Retention / 2);

        Assert.Empty(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100));
    }

    private static Commit Everything(string id, string project) => Change(id) with
    {
        Deadline = Noon,
        NodeId = "a",
        Row = Row(id, project),
        Timeline = [Entry("1", id)],
        Outbox = [Webhook(id, 1)],
    };

    private Task Pass(TimeSpan time) => RedisTime.Pass(_server, _options.KeyPrefix, time);
}
