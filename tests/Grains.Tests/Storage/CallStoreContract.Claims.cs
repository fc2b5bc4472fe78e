using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>What a silo asks for when another one is gone: overdue records, and the calls of a node.</summary>
public abstract partial class CallStoreContract
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ClaimOverdue_DeadlinePassedForMoreThanTheGrace_OnlyThose()
    {
        var store = await CreateStore();
        var overdue = await WithDeadline(store, -2 * Grace);
        await WithDeadline(store, -Grace / 2);
        await WithDeadline(store, Grace);
        await store.Commit(Change(NewCall()));

        Assert.Equal([overdue], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task Overdue_ClaimedOrNot_AllOfThemAndNoneIsClaimed()
    {
        var store = await CreateStore();
        var claimed = await WithDeadline(store, -3 * Grace);
        await store.ClaimOverdue(Grace, Lease, 100);
        var free = await WithDeadline(store, -2 * Grace);
        await WithDeadline(store, -Grace / 2);

        Assert.Equal(new[] { claimed, free }.Order(), (await store.Overdue(Grace, 100)).Order());
        Assert.Single(await store.Overdue(Grace, 1));
        Assert.Equal([free], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task Overdue_DeadlineMovedAfterTheClaim_NotAmongThem()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -2 * Grace);
        await store.ClaimOverdue(Grace, Lease, 100);

        await store.Defer(id, 1, Now + Grace);

        Assert.Empty(await store.Overdue(Grace, 100));
    }

    [Fact]
    public async Task ClaimOverdue_Claimed_NobodyElsesWithinTheLease()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -2 * Grace);
        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));

        await Pass(Lease / 2);
        Assert.Empty(await store.ClaimOverdue(TimeSpan.Zero, Lease, 100));

        await Pass(Lease / 2);
        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task ClaimOverdue_DeadlineMoved_ClaimEnds()
    {
        var store = await CreateStore();
        var id = await WithDeadline(store, -4 * Grace);
        await store.ClaimOverdue(Grace, Lease, 100);

        await store.Commit(Change(id, 1) with { Deadline = Now - (2 * Grace) });

        Assert.Equal([id], await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task ClaimOverdue_DeadlineCleared_NeverAgain()
    {
        var store = await CreateStore();
        var (claimed, free) = (await WithDeadline(store, -2 * Grace), await WithDeadline(store, -Grace / 2));
        await store.ClaimOverdue(Grace, Lease, 100);

        await store.Commit(Change(claimed, 1));
        await store.Commit(Change(free, 1));
        await Pass(Lease);

        Assert.Empty(await store.ClaimOverdue(TimeSpan.Zero, Lease, 100));
    }

    [Fact]
    public async Task ClaimOverdue_CommitThatLeavesTheDeadline_LeavesTheClaim()
    {
        var store = await CreateStore();
        var id = NewCall();
        var deadline = Now - (2 * Grace);
        await store.Commit(Change(id) with { Deadline = deadline });
        await store.ClaimOverdue(Grace, Lease, 100);

        await store.Commit(Change(id, 1) with { Deadline = deadline });

        Assert.Empty(await store.ClaimOverdue(Grace, Lease, 100));
    }

    [Fact]
    public async Task ClaimOverdue_Most_NeverMore()
    {
        var store = await CreateStore();
        var ids = new HashSet<string>();
        for (var number = 0; number < 5; number++)
            ids.Add(await WithDeadline(store, -2 * Grace));
        Assert.Empty(await store.ClaimOverdue(Grace, Lease, 0));

        var claims = new List<IReadOnlyList<string>>();
        for (var number = 0; number < 4; number++)
            claims.Add(await store.ClaimOverdue(Grace, Lease, 2));

        Assert.Equal([2, 2, 1, 0], claims.Select(claim => claim.Count));
        Assert.Equal(ids, claims.SelectMany(claim => claim).ToHashSet());
    }

    [Fact]
    public async Task ClaimOverdue_ManyClaimersAtOnce_EachRecordOnce()
    {
        var store = await CreateStore();
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => WithDeadline(store, -2 * Grace)));

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
            await store.ClaimOverdue(Grace, Lease, 50))));

        var claimed = claims.SelectMany(claim => claim).Concat(await store.ClaimOverdue(Grace, Lease, 1000)).ToList();
        Assert.Equal(200, claimed.Count);
        Assert.Equal(ids.ToHashSet(), claimed.ToHashSet());
    }

    [Fact]
    public async Task CallsOf_LiveCalls_ByTheNodeOfTheirLastCommit()
    {
        var store = await CreateStore();
        var (first, second, moved, ended, lost) = (NewCall(), NewCall(), NewCall(), NewCall(), NewCall());
        foreach (var id in (string[])[first, second, moved, ended, lost])
            await store.Commit(Change(id) with { NodeId = "a" });
        await store.Commit(Change(CallIds.Connect(CallIds.SessionOf(first), "1")));

        await store.Commit(Change(second, 1) with { NodeId = "a" });
        await store.Commit(Change(moved, 1) with { NodeId = "b" });
        await store.Commit(Change(ended, 1) with { NodeId = "a", Ended = true });
        await store.Commit(Change(lost, 1));

        Assert.Equal(["a", "b"], (await store.Nodes()).Order());
        Assert.Equal(new[] { first, second }.Order(), (await store.CallsOf("a", 100)).Order());
        Assert.Equal([moved], await store.CallsOf("b", 100));
        Assert.Empty(await store.CallsOf("c", 100));
    }

    [Fact]
    public async Task CallsOf_Most_SomeOfThem()
    {
        var store = await CreateStore();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var id = NewCall();
            await store.Commit(Change(id) with { NodeId = "a" });
            return id;
        }));

        var some = await store.CallsOf("a", 7);

        Assert.Equal(7, some.Distinct().Count());
        Assert.Subset(ids.ToHashSet(), some.ToHashSet());
        Assert.Empty(await store.CallsOf("a", 0));
    }

    [Fact]
    public async Task Nodes_LastCallEnded_NodeLeaves()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { NodeId = "a" });

        await store.Commit(Change(id, 1) with { Ended = true });

        Assert.Empty(await store.Nodes());
        Assert.Empty(await store.CallsOf("a", 100));
    }

    [Fact]
    public async Task Nodes_CommitThatConflicts_ChangesNone()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { NodeId = "a" });

        await store.Commit(Change(id) with { NodeId = "b", Deadline = Now - Grace });

        Assert.Equal(["a"], await store.Nodes());
        Assert.Empty(await store.ClaimOverdue(TimeSpan.Zero, Lease, 100));
    }

    private async Task<string> WithDeadline(ICallStore store, TimeSpan fromNow)
    {
        var id = NewCall();
        await store.Commit(Change(id) with { Deadline = Now + fromNow });
        return id;
    }
}
