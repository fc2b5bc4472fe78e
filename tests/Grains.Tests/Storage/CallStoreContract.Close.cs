using Orchestrator.Grains.Interfaces;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>The end of the end: nobody need look after a record again.</summary>
public abstract partial class CallStoreContract
{
    [Fact]
    public async Task Close_EndedRecord_IsNeverOverdueAgainAndSaysSo()
    {
        var store = await CreateStore();
        var (free, claimed) = (NewCall(), NewCall());
        await store.Commit(Change(free) with { Deadline = Now + Grace, Ended = true });
        await store.Commit(Change(claimed) with { Deadline = Now - (2 * Grace), Ended = true });
        Assert.Equal([claimed], await store.ClaimOverdue(Grace, Lease, 100));

        await store.Close(free, [Entry("1")]);
        await store.Close(claimed, []);

        Assert.True((await store.Load(free))!.Closed);
        Assert.True((await store.Load(claimed))!.Closed);
        await Pass(3 * Grace);
        Assert.Empty(await store.ClaimOverdue(Grace, Lease, 100));
        Assert.Equal("1", Digits(await store.ReadTimeline(CallIds.SessionOf(free), 0, 10)));
    }

    [Fact]
    public async Task Defer_Claimed_OverdueAtTheNewInstantAndNotBefore()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -2 * Grace);
        await store.ClaimOverdue(Grace, Lease, 100);

        await store.Defer(id, 1, Now + Grace);

        Assert.Empty(await store.ClaimOverdue(Grace, Lease, 100));
        await Pass(3 * Grace);
        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));
        Assert.Equal(1, (await store.Load(id))!.Version);
    }

    [Fact]
    public async Task Defer_ByAnOwnerOfBefore_ChangesNothing()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -2 * Grace);

        await store.Defer(id, 0, Now + Grace);
        await store.Defer(id, 2, Now + Grace);
        await store.Defer(NewCall(), 1, Now + Grace);

        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task Defer_Closed_StaysClosed()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Ended = true });
        await store.Close(id, []);

        await store.Defer(id, 1, Now - (2 * Grace));

        Assert.Empty(await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task Close_RecordThatHasNotEnded_ChangesNothingOfIt()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -2 * Grace);

        await store.Close(id, []);

        Assert.False((await store.Load(id))!.Closed);
        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task Close_TwiceOrOfNothing_AddsTheLinesOnly()
    {
        var store = await CreateStore();
        var (id, nothing) = (NewCall(), NewCall());
        await store.Commit(Change(id) with { Ended = true });

        await store.Close(id, [Entry("1")]);
        await store.Close(id, [Entry("2")]);
        await store.Close(nothing, [Entry("3")]);

        Assert.Equal("12", Digits(await store.ReadTimeline(CallIds.SessionOf(id), 0, 10)));
        Assert.Equal("3", Digits(await store.ReadTimeline(CallIds.SessionOf(nothing), 0, 10)));
        Assert.Null(await store.Load(nothing));
    }

    [Fact]
    public async Task Close_ThenASessionLivesOn_CommitsCountAsBefore()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Ended = true });
        await store.Close(id, []);

        Assert.True((await store.Commit(Change(id, 1) with { Ended = true })).Committed);
        Assert.False((await store.Load(id))!.Closed);
    }
}
