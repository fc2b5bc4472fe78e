using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>What every <see cref="ICallStore"/> must do. Here: commits.</summary>
public abstract partial class CallStoreContract
{
    /// <summary>A lease longer than any test takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>A store that holds only what this test writes.</summary>
    protected abstract ValueTask<ICallStore> CreateStore();

    /// <summary>The time by the clock of the store.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>How long a commit's webhooks count as looked after.</summary>
    protected abstract TimeSpan WebhookLease { get; }

    /// <summary>Lets the store's time pass, without waiting for it.</summary>
    protected abstract Task Pass(TimeSpan time);

    [Fact]
    public async Task Load_NothingCommitted_Null()
    {
        var store = await CreateStore();

        Assert.Null(await store.Load(NewCall()));
    }

    [Fact]
    public async Task Commit_NothingThereAndVersionZero_Creates()
    {
        var store = await CreateStore();
        var id = NewCall();

        var result = await store.Commit(Change(id, snapshot: """{"state":"created"}""") with { Deadline = Noon });

        Assert.Equal(new CommitResult(true, 1), result);
        var stored = await store.Load(id);
        Assert.NotNull(stored);
        Assert.Equal((id, 1, Noon), (stored.Id, stored.Version, stored.Deadline));
        Assert.Equal("""{"state":"created"}""", Text(stored.Snapshot));
    }

    [Fact]
    public async Task Commit_OneAfterAnother_VersionsCount()
    {
        var store = await CreateStore();
        var id = NewCall();

        for (var version = 0; version < 5; version++)
            Assert.Equal(new CommitResult(true, version + 1), await store.Commit(Change(id, version, $"{version + 1}")));

        Assert.Equal("5", Text((await store.Load(id))!.Snapshot));
    }

    [Fact]
    public async Task Commit_RecordsOfOneSession_VersionsCountApart()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        await store.Commit(Change(CallIds.Caller(session)));
        await store.Commit(Change(CallIds.Caller(session), 1));

        Assert.Equal(new CommitResult(true, 1), await store.Commit(Change(CallIds.Connect(session, "1"))));
        Assert.Equal(2, (await store.Load(CallIds.Caller(session)))!.Version);
    }

    [Fact]
    public async Task Commit_NewDeadline_ReplacesTheOldOne()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Deadline = Noon });

        await store.Commit(Change(id, 1) with { Deadline = Noon.AddSeconds(30) });
        Assert.Equal(Noon.AddSeconds(30), (await store.Load(id))!.Deadline);

        await store.Commit(Change(id, 2));
        Assert.Null((await store.Load(id))!.Deadline);
    }

    [Fact]
    public async Task Commit_TheSameAgain_CountsAndIsWrittenOnce()
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());
        var commit = Full(id, 0, "1", project, "created", Noon);

        Assert.Equal(new CommitResult(true, 1), await store.Commit(commit));
        Assert.Equal(new CommitResult(true, 1), await store.Commit(commit));

        Assert.Equal("1", Digits(await store.ReadTimeline(CallIds.SessionOf(id), 0, 100)));
        Assert.Single(await store.PendingWebhooks(id));
    }

    [Fact]
    public async Task Commit_TheSameAgainAfterAnotherOne_Conflicts()
    {
        var store = await CreateStore();
        var id = NewCall();
        var commit = Change(id);
        await store.Commit(commit);
        await store.Commit(Change(id, 1));

        Assert.Equal(new CommitResult(false, 2), await store.Commit(commit));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Commit_AnotherVersionIsStored_WritesNothingAtAll(long expected)
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());
        var session = CallIds.SessionOf(id);
        await store.Commit(Full(id, 0, "1", project, "created", Noon));

        var result = await store.Commit(Full(id, expected, "2", project, "ended", null));

        Assert.Equal(new CommitResult(false, 1), result);
        var stored = await store.Load(id);
        Assert.Equal(("1", 1, Noon), (Text(stored!.Snapshot), stored.Version, stored.Deadline));
        Assert.Equal("1", Digits(await store.ReadTimeline(session, 0, 100)));
        Assert.Equal("msg_1", Assert.Single(await store.PendingWebhooks(id)).WebhookId);
        Assert.Equal("created", Assert.Single(await store.List(Query(project))).State);
    }

    [Fact]
    public async Task Commit_NothingThereAndLaterVersion_WritesNothingAtAll()
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());

        var result = await store.Commit(Full(id, 3, "4", project, "created", Noon));

        Assert.Equal(new CommitResult(false, 0), result);
        Assert.Null(await store.Load(id));
        Assert.Empty(await store.ReadTimeline(CallIds.SessionOf(id), 0, 100));
        Assert.Empty(await store.PendingWebhooks(id));
        Assert.Empty(await store.List(Query(project)));
    }

    [Fact]
    public async Task Commit_HundredAtOnceFromOneVersion_ExactlyOneWins()
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());
        await store.Commit(Change(id));

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            Task.Run(async () => (number, result: await store.Commit(Full(id, 1, $"{number}", project, $"{number}", null))))));

        var (winner, won) = Assert.Single(results, attempt => attempt.result.Committed);
        Assert.All(results, attempt => Assert.Equal(2, attempt.result.Version));
        Assert.Equal(2, won.Version);
        Assert.Equal($"{winner}", Text((await store.Load(id))!.Snapshot));
        Assert.Single(await store.ReadTimeline(CallIds.SessionOf(id), 0, 200));
        Assert.Equal($"msg_{winner}", Assert.Single(await store.PendingWebhooks(id)).WebhookId);
        Assert.Equal($"{winner}", Assert.Single(await store.List(Query(project))).State);
    }

    [Fact]
    public async Task Commit_WriterUsesTheBufferOfAWebhookAgain_StoreKeepsItsOwn()
    {
        var store = await CreateStore();
        var id = NewCall();
        var body = Encoding.UTF8.GetBytes("body");
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1) with { Body = body }] });

        body.AsSpan().Fill((byte)'x');

        Assert.Equal("body", Text(Assert.Single(await store.PendingWebhooks(id)).Body));
    }

    /// <summary>A commit that writes to every place there is, and can be recognised in each.</summary>
    private static Commit Full(string id, long version, string snapshot, string project, string state, DateTimeOffset? deadline) =>
        Change(id, version, snapshot) with
        {
            Deadline = deadline,
            Row = Row(id, project) with { State = state },
            Timeline = [Entry(snapshot)],
            Outbox = [Webhook(id, 1) with { WebhookId = $"msg_{snapshot}" }],
        };
}
