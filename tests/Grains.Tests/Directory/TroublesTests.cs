using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Directory;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Directory;

/// <summary>Lists of what is in trouble.</summary>
public sealed class TroublesTests
{
    private readonly string _project = NewProject();
    private readonly MemoryCallStore _store = new(new FakeTimeProvider(Noon), new MemoryStoreOptions());

    [Fact]
    public async Task Stuck_OverdueByMoreThanHalfAMinute_ItselfOrOneOfItsLegs()
    {
        var itself = await Connect(1, overdue: 31);
        var itsLeg = await Connect(2, overdue: -60);
        await _store.Commit(Change(CallIds.Leg(itsLeg, 1)) with { Deadline = Noon.AddSeconds(-31) });
        await Connect(3, overdue: 29);
        await Connect(4, overdue: 31, over: true);
        await Connect(5, overdue: 31, NewProject());

        Assert.Equal([itsLeg, itself], Ids(await Troubles.Stuck(_store, Query(ListSelection.Stuck))));
        Assert.Equal([itself], Ids(await Troubles.Stuck(_store, Query(ListSelection.Stuck) with { After = new ListPosition(Noon.AddSeconds(2), itsLeg) })));
        Assert.Equal([itsLeg], Ids(await Troubles.Stuck(_store, Query(ListSelection.Stuck) with { Limit = 1 })));
        Assert.Empty(await Troubles.Stuck(_store, Query(ListSelection.Stuck) with { State = "connected" }));
    }

    [Fact]
    public async Task UnderWay_WhateverItWaitsFor_IsListedUntilItIsOver()
    {
        var soon = await Connect(1, overdue: -60);
        var late = await Connect(2, overdue: 31);
        var inHours = await Connect(3, overdue: -14_400);
        await Connect(4, overdue: -40, over: true);
        await Connect(5, overdue: -60, NewProject());

        Assert.Equal([inHours, late, soon], Ids(await Troubles.UnderWay(_store, Query(ListSelection.Active))));
        Assert.Equal([inHours], Ids(await Troubles.UnderWay(_store, Query(ListSelection.Active) with { Limit = 1 })));
    }

    [Theory]
    [InlineData(DeliveryState.Dead, true)]
    [InlineData(DeliveryState.Parked, true)]
    [InlineData(DeliveryState.Delivered, false)]
    public async Task CallbackFailing_WebhookOfALegInThatState_ItsConnectIsListedOrNot(DeliveryState state, bool isListed)
    {
        var id = await Connect(1, overdue: -60);
        var leg = CallIds.Leg(id, 1);
        var webhook = Webhook(leg, 1) with { ProjectId = _project, ConnectId = id };
        await _store.Commit(Change(leg) with { Outbox = [webhook] });
        await _store.MoveWebhook(Move(webhook, state));

        Assert.Equal(isListed ? [id] : [], Ids(await Troubles.CallbackFailing(_store, Query(ListSelection.CallbackFailing))));
    }

    [Fact]
    public async Task Call_WhoseScriptIsInTrouble_IsListed()
    {
        var session = CallIds.NewSession();
        var (id, script) = (CallIds.Caller(session), CallIds.Script(session));
        var row = new ListRow(id, _project, ListKind.Call, "answered", null, "+15550100", "+15550199", Noon, null);
        await _store.Commit(Change(id) with { Row = row });
        var webhook = Webhook(script, 1) with { ProjectId = _project };
        await _store.Commit(Change(script) with { Outbox = [webhook], Deadline = Noon.AddSeconds(-31) });
        await _store.MoveWebhook(Move(webhook, DeliveryState.Dead));

        Assert.Equal([id], Ids(await Troubles.CallbackFailing(_store, Query(ListSelection.CallbackFailing) with { Kind = ListKind.Call })));
        Assert.Equal([id], Ids(await Troubles.Stuck(_store, Query(ListSelection.Stuck) with { Kind = ListKind.Call })));
    }

    private static IEnumerable<string> Ids(IEnumerable<ListRow> rows) => rows.Select(row => row.Id);

    private ListQuery Query(ListSelection only) => new(_project, ListKind.Connect, null, null, null, null, null, 10, only);

    /// <returns>The id of a connect that began so many seconds after noon, and has been overdue for so many.</returns>
    private async Task<string> Connect(int second, int overdue, string? project = null, bool over = false)
    {
        var id = CallIds.Connect(CallIds.NewSession(), "1");
        var row = new ListRow(
            id, project ?? _project, ListKind.Connect, "connecting", null, "+15550100", "+15550199", Noon.AddSeconds(second), over ? Noon : null);
        await _store.Commit(Change(id) with { Row = row, Deadline = Noon.AddSeconds(-overdue) });
        return id;
    }
}
