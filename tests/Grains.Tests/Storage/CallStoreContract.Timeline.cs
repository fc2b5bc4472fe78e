using Orchestrator.Grains.Interfaces;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>Timelines: one a session, in the order of commits.</summary>
public abstract partial class CallStoreContract
{
    [Fact]
    public async Task Timeline_SeveralRecordsOfASession_OneListInOrderOfCommits()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        var (caller, connect) = (CallIds.Caller(session), CallIds.Connect(session, "1"));
        var leg = CallIds.Leg(connect, 1);

        await store.Commit(Change(caller) with { Timeline = [Entry("1", caller)] });
        await store.Commit(Change(connect) with { Timeline = [Entry("2"), Entry("3")] });
        await store.Commit(Change(leg) with { Timeline = [Entry("4", leg)] });
        await store.Commit(Change(caller, 1) with { Timeline = [Entry("5", caller)] });

        var entries = await store.ReadTimeline(session, 0, 100);
        Assert.Equal("12345", Digits(entries));
        Assert.Equal([1, 2, 3, 4, 5], entries.Select(entry => entry.Sequence));
        Assert.Equal([caller, null, null, leg, caller], entries.Select(entry => entry.CallId));
    }

    [Fact]
    public async Task Timeline_CommitsAtOnce_NumbersWithoutGapsAndCommitsWhole()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(async () =>
            await store.Commit(Change(CallIds.Connect(session, $"{number}")) with { Timeline = [Entry("1"), Entry("2"), Entry("3")] }))));

        var entries = await store.ReadTimeline(session, 0, 1000);
        Assert.Equal(Enumerable.Range(1, 150), entries.Select(entry => (int)entry.Sequence));
        Assert.Equal(string.Concat(Enumerable.Repeat("123", 50)), Digits(entries));
    }

    [Fact]
    public async Task Append_ToASession_StandsAfterWhatIsThere()
    {
        var store = await CreateStore();
        var id = NewCall();
        var session = CallIds.SessionOf(id);
        await store.Commit(Change(id) with { Timeline = [Entry("1")] });

        await store.Append(session, [Entry("2"), Entry("3")]);
        await store.Commit(Change(id, 1) with { Timeline = [Entry("4")] });

        var entries = await store.ReadTimeline(session, 0, 100);
        Assert.Equal("1234", Digits(entries));
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Sequence));
        Assert.Equal(2, (await store.Load(id))!.Version);
    }

    [Theory]
    [InlineData(0, 3, "123")]
    [InlineData(0, 100, "12345")]
    [InlineData(3, 100, "45")]
    [InlineData(3, 1, "4")]
    [InlineData(5, 100, "")]
    [InlineData(99, 100, "")]
    [InlineData(0, 0, "")]
    public async Task ReadTimeline_AfterAndLimit_ThatPart(long after, int limit, string expected)
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        await store.Append(session, [.. "12345".Select(digit => Entry($"{digit}"))]);

        Assert.Equal(expected, Digits(await store.ReadTimeline(session, after, limit)));
    }

    [Fact]
    public async Task ReadTimeline_EntriesComeLater_WhatWasReadStays()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        await store.Append(session, [Entry("1")]);
        var entries = await store.ReadTimeline(session, 0, 100);

        await store.Append(session, [Entry("2")]);

        Assert.Equal("1", Digits(entries));
    }

    [Fact]
    public async Task WaitForEntry_OneIsThere_AtOnce()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        await store.Append(session, [Entry("1"), Entry("2")]);

        await store.WaitForEntry(session, 1).AsTask().WaitAsync(Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaitForEntry_OneComesLater_AllWaitersGoOn(bool byCommit)
    {
        var store = await CreateStore();
        var id = NewCall();
        var session = CallIds.SessionOf(id);
        var waiters = Enumerable.Range(0, 3).Select(_ => store.WaitForEntry(session, 0).AsTask()).ToArray();
        Assert.DoesNotContain(waiters, waiter => waiter.IsCompleted);

        if (byCommit)
            await store.Commit(Change(id) with { Timeline = [Entry("1")] });
        else
            await store.Append(session, [Entry("1")]);

        await Task.WhenAll(waiters).WaitAsync(Patience);
    }

    [Fact]
    public async Task WaitForEntry_FurtherOn_WaitsForThatOne()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        var first = store.WaitForEntry(session, 0).AsTask();
        var third = store.WaitForEntry(session, 2).AsTask();

        await store.Append(session, [Entry("1"), Entry("2")]);
        await first.WaitAsync(Patience);
        Assert.False(third.IsCompleted);

        await store.Append(session, [Entry("3")]);
        await third.WaitAsync(Patience);
    }

    [Fact]
    public async Task WaitForEntry_Cancelled_ThrowsAndTheOthersWaitOn()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        using var cancellation = new CancellationTokenSource();
        var cancelled = store.WaitForEntry(session, 0, cancellation.Token).AsTask();
        var other = store.WaitForEntry(session, 0).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        Assert.False(other.IsCompleted);
        await store.Append(session, [Entry("1")]);
        await other.WaitAsync(Patience);
    }
}
