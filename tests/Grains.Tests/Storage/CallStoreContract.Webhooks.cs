using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>The outbox of a record.</summary>
public abstract partial class CallStoreContract
{
    [Fact]
    public async Task PendingWebhooks_OfSeveralCommits_InOrder()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2)] });
        await store.Commit(Change(id, 1));
        await store.Commit(Change(id, 2) with { Outbox = [Webhook(id, 3)] });

        var pending = await store.PendingWebhooks(id);

        Assert.Equal([1, 2, 3], pending.Select(entry => entry.Sequence));
        Assert.Equal(["body 1", "body 2", "body 3"], pending.Select(entry => Text(entry.Body)));
        Assert.Equal(Webhook(id, 2) with { Body = default }, pending[1] with { Body = default });
    }

    [Fact]
    public async Task Commit_WebhookOfAnotherSession_Throws()
    {
        var store = await CreateStore();
        var id = NewCall();

        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.Commit(Change(id) with { Outbox = [Webhook(NewCall(), 1)] }));
        Assert.Null(await store.Load(id));
    }

    [Fact]
    public async Task PendingWebhooks_OtherRecordOfTheSession_Apart()
    {
        var store = await CreateStore();
        var session = CallIds.NewSession();
        var (caller, connect) = (CallIds.Caller(session), CallIds.Connect(session, "1"));
        await store.Commit(Change(caller) with { Outbox = [Webhook(caller, 1)] });
        await store.Commit(Change(connect) with { Outbox = [Webhook(connect, 1), Webhook(connect, 2)] });

        Assert.Equal(caller, Assert.Single(await store.PendingWebhooks(caller)).OwnerId);
        Assert.Equal(2, (await store.PendingWebhooks(connect)).Count);
        Assert.Empty(await store.PendingWebhooks(NewCall()));
    }

    [Fact]
    public async Task SettleWebhook_OneOfThree_TheOthersStayInOrder()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2), Webhook(id, 3)] });

        await store.SettleWebhook((await store.PendingWebhooks(id))[1], []);

        Assert.Equal([1, 3], (await store.PendingWebhooks(id)).Select(entry => entry.Sequence));
        Assert.Equal(1, (await store.Load(id))!.Version);
    }

    [Fact]
    public async Task SettleWebhook_Twice_NothingMoreHappens()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2)] });

        await store.SettleWebhook(Webhook(id, 1), [Entry("9")]);
        await store.SettleWebhook(Webhook(id, 1), [Entry("9")]);
        await store.SettleWebhook(Webhook(NewCall(), 1), [Entry("9")]);

        Assert.Equal([2], (await store.PendingWebhooks(id)).Select(entry => entry.Sequence));
        Assert.Equal("9", Digits(await store.ReadTimeline(CallIds.SessionOf(id), 0, 100)));
    }

    [Fact]
    public async Task SettleWebhook_LastLines_StandBehindWhatIsThere()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Timeline = [Entry("1")], Outbox = [Webhook(id, 1)] });
        var waiting = store.WaitForEntry(CallIds.SessionOf(id), 1).AsTask();

        await store.SettleWebhook(Webhook(id, 1), [Entry("2"), Entry("3")]);

        await waiting.WaitAsync(Patience);
        var entries = await store.ReadTimeline(CallIds.SessionOf(id), 0, 100);
        Assert.Equal("123", Digits(entries));
        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task ClaimWebhooks_JustCommitted_LookedAfterForTheStoresLease()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2)] });

        await Pass(WebhookLease / 2);
        Assert.Empty(await store.ClaimWebhooks(Lease, 100));

        await Pass(WebhookLease / 2);
        Assert.Equal([id], await store.ClaimWebhooks(Lease, 100));
    }

    [Fact]
    public async Task ClaimWebhooks_Claimed_NobodyElsesWithinTheLease()
    {
        var store = await CreateStore();
        var id = await Abandoned(store);
        Assert.Equal([id], await store.ClaimWebhooks(Lease, 100));

        await Pass(Lease / 2);
        Assert.Empty(await store.ClaimWebhooks(Lease, 100));

        await Pass(Lease / 2);
        Assert.Equal([id], await store.ClaimWebhooks(Lease, 100));
    }

    [Fact]
    public async Task ClaimWebhooks_Most_NeverMore()
    {
        var store = await CreateStore();
        var ids = new HashSet<string>();
        for (var number = 0; number < 5; number++)
            ids.Add(await Abandoned(store));

        var claims = new List<IReadOnlyList<string>>();
        for (var number = 0; number < 4; number++)
            claims.Add(await store.ClaimWebhooks(Lease, 2));

        Assert.Equal([2, 2, 1, 0], claims.Select(claim => claim.Count));
        Assert.Equal(ids, claims.SelectMany(claim => claim).ToHashSet());
    }

    [Fact]
    public async Task ClaimWebhooks_LastOneSettled_OwnerLeaves()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2)] });
        await Pass(WebhookLease);

        await store.SettleWebhook(Webhook(id, 1), []);
        Assert.Equal([id], await store.ClaimWebhooks(Lease, 100));

        await store.SettleWebhook(Webhook(id, 2), []);
        await Pass(Lease);
        Assert.Empty(await store.ClaimWebhooks(Lease, 100));
    }

    [Fact]
    public async Task ClaimWebhooks_OwnersOfOneCommit_Apart()
    {
        var store = await CreateStore();
        var connect = CallIds.Connect(CallIds.NewSession(), "1");
        var leg = CallIds.Leg(connect, 1);
        await store.Commit(Change(connect) with { Outbox = [Webhook(connect, 1), Webhook(leg, 1)] });
        await Pass(WebhookLease);

        await store.SettleWebhook(Webhook(connect, 1), []);

        Assert.Equal([leg], await store.ClaimWebhooks(Lease, 100));
    }

    [Fact]
    public async Task KeepWebhooks_Claimed_ProlongedAndNeverShortened()
    {
        var store = await CreateStore();
        var id = await Abandoned(store);
        await store.ClaimWebhooks(Lease, 100);

        await store.KeepWebhooks([id], Lease * 3);
        await store.KeepWebhooks([id], Lease);
        await store.Commit(Change(id, 1) with { Outbox = [Webhook(id, 2)] });
        await Pass(Lease * 2);
        Assert.Empty(await store.ClaimWebhooks(Lease, 100));

        await Pass(Lease);
        Assert.Equal([id], await store.ClaimWebhooks(Lease, 100));
    }

    [Fact]
    public async Task KeepWebhooks_NonePending_PassedOver()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id));

        await store.KeepWebhooks([id, NewCall()], Lease);
        await store.KeepWebhooks([], Lease);
        await Pass(Lease * 2);

        Assert.Empty(await store.ClaimWebhooks(Lease, 100));
    }

    /// <summary>A call with one webhook that nobody looks after.</summary>
    private async Task<string> Abandoned(ICallStore store)
    {
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1)] });
        await Pass(WebhookLease * 2);
        return id;
    }
}
