using Orchestrator.Grains.Interfaces;
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

        await store.SettleWebhook((await store.PendingWebhooks(id))[1]);

        Assert.Equal([1, 3], (await store.PendingWebhooks(id)).Select(entry => entry.Sequence));
        Assert.Equal(1, (await store.Load(id))!.Version);
    }

    [Fact]
    public async Task SettleWebhook_Twice_NothingMoreHappens()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1), Webhook(id, 2)] });

        await store.SettleWebhook(Webhook(id, 1));
        await store.SettleWebhook(Webhook(id, 1));
        await store.SettleWebhook(Webhook(NewCall(), 1));

        Assert.Equal([2], (await store.PendingWebhooks(id)).Select(entry => entry.Sequence));
    }
}
