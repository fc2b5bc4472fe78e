using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>The contract, and what the memory store alone promises: how long it remembers.</summary>
public sealed class MemoryCallStoreTests : CallStoreContract
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryStoreOptions _options = new();
    private readonly MemoryCallStore _store;

    public MemoryCallStoreTests() => _store = new MemoryCallStore(_time, _options);

    protected override ValueTask<ICallStore> CreateStore() => new(_store);

    protected override DateTimeOffset Now => _time.GetUtcNow();

    protected override TimeSpan WebhookLease => _options.WebhookLease;

    protected override Task Pass(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    [Fact]
    public void Options_ByDefault_ADayAndTenThousandSessions() => Assert.Equal(
        (TimeSpan.FromHours(24), 10_000, TimeSpan.FromSeconds(10)),
        (_options.Retention, _options.MostEndedSessions, _options.WebhookLease));

    [Fact]
    public async Task Session_EndedForItsRetention_NothingIsLeft()
    {
        var (id, project) = (NewCall(), NewProject());
        await End(id, project);

        _time.Advance(_options.Retention - Tick);
        Assert.NotNull(await _store.Load(id));
        Assert.Single(await _store.List(Query(project)));

        _time.Advance(Tick);
        Assert.Null(await _store.Load(id));
        Assert.Empty(await _store.List(Query(project)));
        Assert.Empty(await _store.ReadTimeline(CallIds.SessionOf(id), 0, 100));
        Assert.Empty(await _store.PendingWebhooks(id));
        Assert.Empty(await _store.ClaimOverdue(TimeSpan.Zero, Patience, 100));
        Assert.Equal(0, _store.SessionCount);
    }

    [Fact]
    public async Task Session_Dropped_LateCommitConflicts()
    {
        var id = NewCall();
        await End(id, NewProject());
        _time.Advance(_options.Retention);

        Assert.Equal(new CommitResult(false, 0), await _store.Commit(Change(id, 1)));
        Assert.Equal(0, _store.SessionCount);
    }

    [Fact]
    public async Task Session_OneRecordNotEnded_IsKept()
    {
        var session = CallIds.NewSession();
        await End(CallIds.Caller(session), NewProject());
        await _store.Commit(Change(CallIds.Connect(session, "1")));

        _time.Advance(_options.Retention * 3);
        Assert.NotNull(await _store.Load(CallIds.Caller(session)));

        await _store.Commit(Change(CallIds.Connect(session, "1"), 1) with { Ended = true });
        _time.Advance(_options.Retention);
        Assert.Null(await _store.Load(CallIds.Caller(session)));
    }

    [Fact]
    public async Task Session_WebhookPending_IsKeptUntilItsRetentionAfterTheSettling()
    {
        var id = NewCall();
        await _store.Commit(Change(id) with { Ended = true, Outbox = [Webhook(id, 1)] });
        _time.Advance(_options.Retention * 3);
        Assert.Single(await _store.PendingWebhooks(id));

        await _store.SettleWebhook(Webhook(id, 1), []);
        _time.Advance(_options.Retention - Tick);
        Assert.NotNull(await _store.Load(id));

        _time.Advance(Tick);
        Assert.Null(await _store.Load(id));
    }

    [Fact]
    public async Task Session_CommittedAgainNotEnded_IsAliveAgain()
    {
        var id = NewCall();
        await End(id, NewProject());
        _time.Advance(_options.Retention - Tick);

        await _store.Commit(Change(id, 1));
        _time.Advance(_options.Retention * 3);

        Assert.Equal(2, (await _store.Load(id))!.Version);
    }

    [Fact]
    public async Task Session_OneEndedTooMany_TheLongestEndedGoes()
    {
        _options.MostEndedSessions = 3;
        var alive = NewCall();
        await _store.Commit(Change(alive));
        string[] ended = [NewCall(), NewCall(), NewCall(), NewCall()];
        foreach (var id in ended)
            await _store.Commit(Change(id));

        // Created in one order, ended in the other.
        foreach (var id in ended.Reverse())
            await _store.Commit(Change(id, 1) with { Ended = true });

        Assert.Null(await _store.Load(ended[3]));
        Assert.All(await Task.WhenAll(ended.Take(3).Select(id => _store.Load(id).AsTask())), Assert.NotNull);
        Assert.NotNull(await _store.Load(alive));
    }

    [Fact]
    public async Task Append_AfterTheSessionWasDropped_IsForgottenInTime()
    {
        await _store.Append(CallIds.NewSession(), [Entry("1")]);
        Assert.Equal(1, _store.SessionCount);

        _time.Advance(_options.Retention);
        await _store.Commit(Change(NewCall()));

        Assert.Equal(1, _store.SessionCount);
    }

    [Fact]
    public async Task WaitForEntry_CancelledAndNothingStored_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _store.WaitForEntry(CallIds.NewSession(), 0, cancellation.Token).AsTask();
        Assert.Equal(1, _store.SessionCount);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _store.SessionCount);
    }

    [Fact]
    public async Task WaitForEntry_SessionDroppedMeanwhile_WaitsOn()
    {
        var id = NewCall();
        await End(id, NewProject());
        var waiting = _store.WaitForEntry(CallIds.SessionOf(id), 1).AsTask();

        _time.Advance(_options.Retention);
        Assert.Null(await _store.Load(id));
        Assert.False(waiting.IsCompleted);

        await _store.Append(CallIds.SessionOf(id), [Entry("1"), Entry("2")]);
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task ClaimOverdue_SeveralDeadlines_MostOverdueFirstAndOnlyTheLatestOfARecord()
    {
        string[] ids = [NewCall(), NewCall(), NewCall(), NewCall()];
        for (var number = 0; number < ids.Length; number++)
            await _store.Commit(Change(ids[number]) with { Deadline = Noon.AddSeconds(number) });
        await _store.Commit(Change(ids[0], 1) with { Deadline = Noon.AddSeconds(2.5) });
        await _store.Commit(Change(ids[1], 1));

        _time.Advance(TimeSpan.FromSeconds(3) + Tick);

        Assert.Equal([ids[2]], await _store.ClaimOverdue(TimeSpan.Zero, Patience, 1));
        Assert.Equal([ids[0], ids[3]], await _store.ClaimOverdue(TimeSpan.Zero, Patience, 100));
    }

    private async Task End(string id, string project) => await _store.Commit(
        Change(id) with { Ended = true, Deadline = Noon, Row = Row(id, project), Timeline = [Entry("1", id)] });
}
