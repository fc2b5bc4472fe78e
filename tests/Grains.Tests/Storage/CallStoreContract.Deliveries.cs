using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>What becomes of webhooks after the outbox: delivered, parked, dead, redelivered.</summary>
public abstract partial class CallStoreContract
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task MoveWebhook_ToParked_LeavesTheOutboxAndComesBackWhenDue()
    {
        var store = await CreateStore();
        var entry = await Posted(store);

        Assert.True(await store.MoveWebhook(Move(entry, DeliveryState.Parked, Wait)));
        Assert.Empty(await store.PendingWebhooks(entry.OwnerId));
        Assert.Empty(await store.ClaimParked(Lease, 100));

        await Pass(Wait);
        var claimed = Assert.Single(await store.ClaimParked(Lease, 100));
        Assert.Equal(entry with { Body = default }, claimed.Delivery.Entry with { Body = default });
        Assert.Equal("body 1", Text(claimed.Delivery.Entry.Body));
        Assert.Equal([new DeliveryAttempt(1, Noon, "ok", 200, 1.5)], claimed.Delivery.Attempts);
        Assert.Equal((DeliveryState.Parked, 1, (DateTimeOffset?)Noon), (claimed.Delivery.State, claimed.Delivery.Used, claimed.Delivery.NextAt));
    }

    [Fact]
    public async Task MoveWebhook_FromTheOutboxTwice_HappensOnce()
    {
        var store = await CreateStore();
        var entry = await Posted(store);

        Assert.True(await store.MoveWebhook(Move(entry, DeliveryState.Parked, Wait, lines: Entry("1"))));
        Assert.False(await store.MoveWebhook(Move(entry, DeliveryState.Dead, lines: Entry("2"))));

        Assert.Equal(DeliveryState.Parked, (await store.FindDelivery(entry.WebhookId))!.State);
        Assert.Equal("1", Digits(await store.ReadTimeline(CallIds.SessionOf(entry.OwnerId), 0, 10)));
    }

    [Fact]
    public async Task MoveWebhook_LastOfAnEndedSession_OutlivesItsRecord()
    {
        var store = await CreateStore();
        var id = NewCall();
        await store.Commit(Change(id) with { Ended = true, Outbox = [Webhook(id, 1)] });
        await store.MoveWebhook(Move(Webhook(id, 1), DeliveryState.Parked, Wait));

        await Pass(TimeSpan.FromHours(25));

        Assert.Null(await store.Load(id));
        var claimed = Assert.Single(await store.ClaimParked(Lease, 100));
        Assert.True(await store.MoveWebhook(Move(claimed.Delivery.Entry, DeliveryState.Dead, claim: claimed.Claim, lines: Entry("9"))));
        Assert.Empty(await store.ReadTimeline(CallIds.SessionOf(id), 0, 10));
        Assert.Equal(DeliveryState.Dead, (await store.FindDelivery(claimed.Delivery.Entry.WebhookId))!.State);
    }

    [Fact]
    public async Task ClaimParked_Claimed_NobodyElsesWithinTheLeaseAndThenAnothers()
    {
        var store = await CreateStore();
        var entry = await Parked(store);
        var first = Assert.Single(await store.ClaimParked(Lease, 100));
        Assert.Empty(await store.ClaimParked(Lease, 100));

        await Pass(Lease);
        var second = Assert.Single(await store.ClaimParked(Lease, 100));

        Assert.False(await store.MoveWebhook(Move(entry, claim: first.Claim, lines: Entry("1"))));
        Assert.True(await store.MoveWebhook(Move(entry, claim: second.Claim, lines: Entry("2"))));
        Assert.Equal("2", Digits(await store.ReadTimeline(CallIds.SessionOf(entry.OwnerId), 0, 10)));
        await Pass(Lease);
        Assert.Empty(await store.ClaimParked(Lease, 100));
    }

    [Fact]
    public async Task KeepParked_Claimed_ProlongedAndALostOneIsNot()
    {
        var store = await CreateStore();
        await Parked(store);
        var claims = await store.ClaimParked(Lease, 100);

        await store.KeepParked(claims, Lease * 3);
        await Pass(Lease * 2);
        Assert.Empty(await store.ClaimParked(Lease, 100));

        await Pass(Lease);
        Assert.Single(await store.ClaimParked(Lease, 100));
        await store.KeepParked(claims, Lease * 9);
        await Pass(Lease);
        Assert.Single(await store.ClaimParked(Lease, 100));
    }

    [Fact]
    public async Task ClaimParked_Most_NeverMore()
    {
        var store = await CreateStore();
        for (var number = 0; number < 5; number++)
            await Parked(store);

        var claims = new List<int>();
        for (var number = 0; number < 4; number++)
            claims.Add((await store.ClaimParked(Lease, 2)).Count);

        Assert.Equal([2, 2, 1, 0], claims);
    }

    [Fact]
    public async Task MoveWebhook_ParkedAgain_ComesBackAgain()
    {
        var store = await CreateStore();
        var entry = await Parked(store);
        var claimed = Assert.Single(await store.ClaimParked(Lease, 100));

        await store.MoveWebhook(Move(entry, DeliveryState.Parked, Wait, claimed.Claim));
        Assert.Equal(1, (await store.Endpoint(EndpointOf(entry))).Parked);
        await Pass(Wait);

        Assert.Single(await store.ClaimParked(Lease, 100));
    }

    [Fact]
    public async Task MoveWebhook_Delivered_IsRememberedWithoutItsBodyForAsLongAsAsked()
    {
        var store = await CreateStore();
        var entry = await Posted(store);
        var move = Move(entry, time: TimeSpan.FromHours(24));
        await store.MoveWebhook(move with { After = move.After with { Entry = entry with { Body = default } } });

        var found = await store.FindDelivery(entry.WebhookId);
        Assert.Equal((DeliveryState.Delivered, 0), (found!.State, found.Entry.Body.Length));
        Assert.False(await store.Redeliver(entry.WebhookId));

        await Pass(TimeSpan.FromHours(24));
        await store.ClaimParked(Lease, 100);
        Assert.Null(await store.FindDelivery(entry.WebhookId));
        Assert.Empty(await store.Deliveries(All(entry.ProjectId)));
    }

    [Fact]
    public async Task Redeliver_Dead_IsDueAtOnceAndItsScheduleBeginsAnew()
    {
        var store = await CreateStore();
        var entry = await Posted(store);
        await store.MoveWebhook(Move(entry, DeliveryState.Dead));
        Assert.Equal(new EndpointFacts(0, 1, new Dictionary<string, string>()).Dead, (await store.Endpoint(EndpointOf(entry))).Dead);

        Assert.True(await store.Redeliver(entry.WebhookId));
        Assert.False(await store.Redeliver(entry.WebhookId));
        Assert.False(await store.Redeliver(WebhookIds.Of(NewCall(), 1)));

        var claimed = Assert.Single(await store.ClaimParked(Lease, 100));
        Assert.Equal((0, 1, "body 1"), (claimed.Delivery.Used, claimed.Delivery.Attempts.Count, Text(claimed.Delivery.Entry.Body)));
        Assert.Equal((1, 0), ((await store.Endpoint(EndpointOf(entry))).Parked, (await store.Endpoint(EndpointOf(entry))).Dead));
        Assert.NotNull(claimed.Delivery.RevivedAt);

        await store.MoveWebhook(Move(entry, DeliveryState.Parked) with
        {
            Claim = claimed.Claim,
            After = claimed.Delivery with { Used = 1 },
        });
        Assert.Equal(claimed.Delivery.RevivedAt, (await store.FindDelivery(entry.WebhookId))!.RevivedAt);
    }

    [Fact]
    public async Task RedeliverDead_OfAnEndpoint_OneAfterAnother()
    {
        var store = await CreateStore();
        var dead = new List<OutboxEntry>();
        for (var number = 0; number < 4; number++)
        {
            dead.Add(await Posted(store));
            await store.MoveWebhook(Move(dead[^1], DeliveryState.Dead));
        }

        Assert.Equal(0, await store.RedeliverDead(EndpointOf(dead[0]), Now.AddMinutes(1), 100, Wait));
        Assert.Equal(3, await store.RedeliverDead(EndpointOf(dead[0]), Now.AddMinutes(-1), 3, Wait));
        Assert.Single(await store.ClaimParked(Lease * 10, 100));
        await Pass(Wait);
        Assert.Single(await store.ClaimParked(Lease * 10, 100));
        await Pass(Wait);
        Assert.Single(await store.ClaimParked(Lease * 10, 100));
        Assert.Equal(1, (await store.Endpoint(EndpointOf(dead[0]))).Dead);
    }

    [Fact]
    public async Task Deliveries_OfAProject_NewestFirstFilteredAndPaged()
    {
        var store = await CreateStore();
        var project = NewProject();
        var connect = CallIds.Connect(CallIds.NewSession(), "1");
        var leg = CallIds.Leg(connect, 1);
        var entries = new List<OutboxEntry>();
        for (var number = 1; number <= 6; number++)
        {
            var owner = number % 2 == 0 ? connect : leg;
            var entry = Webhook(owner, number) with { ProjectId = project, ConnectId = connect, CreatedAt = Noon.AddSeconds(number) };
            await store.Commit(Change(connect, number - 1) with { Outbox = [entry] });
            await store.MoveWebhook(Move(entry, number > 4 ? DeliveryState.Dead : DeliveryState.Delivered));
            entries.Add(entry);
        }

        async Task Shows(DeliveryQuery query, params long[] sequences) =>
            Assert.Equal(sequences, (await store.Deliveries(query)).Select(delivery => delivery.Entry.Sequence));
        await Shows(All(project), 6, 5, 4, 3, 2, 1);
        await Shows(All(project) with { Id = leg }, 5, 3, 1);
        await Shows(All(project) with { Id = connect }, 6, 5, 4, 3, 2, 1);
        await Shows(All(project) with { Id = NewCall() });
        await Shows(All(project) with { State = DeliveryState.Dead }, 6, 5);
        await Shows(All(project) with { Limit = 2 }, 6, 5);
        await Shows(All(project) with { Limit = 2, After = new ListPosition(Noon.AddSeconds(5), entries[4].WebhookId) }, 4, 3);
        await Shows(All(project) with { CreatedAfter = Noon.AddSeconds(3), CreatedBefore = Noon.AddSeconds(5) }, 4, 3);
        await Shows(All(project) with { Outcome = "timeout" });
        await Shows(All(project) with { Endpoint = EndpointIds.Of(project, "https://example.com/other") });
        await Shows(All(project) with { Endpoint = EndpointIds.Of(project, "https://u:p@example.com/hook#f") }, 6, 5, 4, 3, 2, 1);
        await Shows(All(NewProject()));
    }

    [Fact]
    public async Task Deliveries_OfACall_AreAllThatTellAboutIt()
    {
        var store = await CreateStore();
        var (project, session) = (NewProject(), CallIds.NewSession());
        var (caller, connect) = (CallIds.Caller(session), CallIds.Connect(session, "1"));
        var leg = CallIds.Leg(connect, 1);
        string[] ofCaller = [caller, CallIds.Script(session), CallIds.ScriptAfter(connect), CallIds.Wait(session, "1"), CallIds.Control(caller, "mine")];
        string[] ofLeg = [leg, CallIds.Confirm(leg), CallIds.Control(leg, "mine")];
        foreach (var owner in ofCaller.Concat(ofLeg).Append(connect))
        {
            var entry = Webhook(owner, 1) with { ProjectId = project };
            await store.Commit(Change(owner) with { Outbox = [entry] });
            await store.MoveWebhook(Move(entry));
        }

        async Task<IEnumerable<string>> Told(string call) =>
            (await store.Deliveries(All(project) with { Id = call })).Select(delivery => delivery.Entry.OwnerId).Order();
        Assert.Equal(ofCaller.Order(), await Told(caller));
        Assert.Equal(ofLeg.Order(), await Told(leg));
    }

    [Fact]
    public async Task Mute_ForAWhile_EndsByItselfOrByHand()
    {
        var store = await CreateStore();
        await store.Mute("ep_1", Wait);
        await store.Mute("ep_2", Wait);
        await store.Mute("ep_2", TimeSpan.Zero);

        var muted = await store.Muted();
        Assert.Equal("ep_1", Assert.Single(muted).Key);
        Assert.InRange(muted["ep_1"], Wait / 2, Wait);

        await Pass(Wait);
        Assert.Empty(await store.Muted());
    }

    [Fact]
    public async Task NoteEndpoint_OfSeveralSilos_AreReadTogether()
    {
        var store = await CreateStore();
        await store.NoteEndpoint("ep_x", "a", "1");
        await store.NoteEndpoint("ep_x", "b", "2");
        await store.NoteEndpoint("ep_x", "a", "3");

        Assert.Equal(
            [("a", "3"), ("b", "2")],
            (await store.Endpoint("ep_x")).Reports.Select(report => (report.Key, report.Value)).Order());
    }

    [Fact]
    public async Task SaveKeys_FromTheVersionThatIsStored_AndFromNoOther()
    {
        var store = await CreateStore();
        var project = NewProject();
        Assert.Equal((null, 0L), await store.LoadKeys(project));

        Assert.True(await store.SaveKeys(project, 0, "one"u8.ToArray()));
        Assert.False(await store.SaveKeys(project, 0, "other"u8.ToArray()));
        Assert.True(await store.SaveKeys(project, 1, "two"u8.ToArray()));

        var (keys, version) = await store.LoadKeys(project);
        Assert.Equal(("two", 2), (Text(keys), version));
    }

    private static string EndpointOf(OutboxEntry entry) => EndpointIds.Of(entry.ProjectId, entry.Url.Reveal());

    private static DeliveryQuery All(string project) => new(project, null, null, null, null, null, null, null, 100);

    private static async Task<OutboxEntry> Posted(ICallStore store)
    {
        var id = NewCall();
        await store.Commit(Change(id) with { Outbox = [Webhook(id, 1)] });
        return Webhook(id, 1);
    }

    /// <summary>One whose time has come.</summary>
    private async Task<OutboxEntry> Parked(ICallStore store)
    {
        var entry = await Posted(store);
        await store.MoveWebhook(Move(entry, DeliveryState.Parked, Wait));
        await Pass(Wait);
        return entry;
    }
}
