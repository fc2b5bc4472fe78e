using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Directory;

/// <summary>
/// Rows that are few among many, and that the store knows by something else than their place in a list: so nobody reads all rows to
/// find them.
/// </summary>
internal static class Troubles
{
    /// <summary>What is looked at for one page; a service with more of it than this has other worries than a list.</summary>
    private const int Most = 2000;

    /// <summary>Whoever looks after overdue records has had the time for it many times over.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    /// <summary>Whatever is not over has a deadline to come, of hours at most.</summary>
    private static readonly TimeSpan AnyTime = TimeSpan.FromDays(-365);

    /// <summary>Ids that are looked at for what is under way; with more than that, the list itself is read.</summary>
    private const int MostUnderWay = 10_000;

    public static async Task<IEnumerable<ListRow>> UnderWay(ICallStore store, ListQuery query)
    {
        var waiting = await store.Overdue(AnyTime, MostUnderWay);
        return waiting.Count < MostUnderWay
            ? await Among(store, query, waiting.Where(query.Kind == ListKind.Connect ? CallIds.IsConnect : CallIds.IsCall))
            : await store.List(query);
    }

    public static async Task<IEnumerable<ListRow>> Stuck(ICallStore store, ListQuery query)
    {
        var overdue = await store.Overdue(Late, Most);
        return await Among(store, query, overdue.Select(id => Shown(query, id, CallIds.IsConnect(id) ? id : null)));
    }

    public static async Task<IEnumerable<ListRow>> CallbackFailing(ICallStore store, ListQuery query)
    {
        var failing = new DeliveryQuery(query.ProjectId, null, null, DeliveryState.Parked, null, query.CreatedAfter, null, null, Most);
        var parked = await store.Deliveries(failing);
        var dead = await store.Deliveries(failing with { State = DeliveryState.Dead });
        return await Among(store, query, parked.Concat(dead).Select(delivery => Shown(query, delivery.Entry.OwnerId, delivery.Entry.ConnectId)));
    }

    /// <summary>In whose row a record's trouble is shown: a script's, a wait's, a playback's in that of its call, and of the connect that dialed it.</summary>
    private static string? Shown(ListQuery query, string id, string? connectId) =>
        query.Kind != ListKind.Connect ? CallIds.CallOf(id)
        : connectId ?? (CallIds.CallOf(id) is { } call ? CallIds.ConnectOf(call) : null);

    private static async Task<IEnumerable<ListRow>> Among(ICallStore store, ListQuery query, IEnumerable<string?> ids)
    {
        var (start, end) = (ListOrder.Start(query), ListOrder.End(query));
        var rows = await store.Rows([.. ids.OfType<string>().Distinct()]);
        return rows
            .Where(row => row.ProjectId == query.ProjectId && row.Kind == query.Kind && ListOrder.Matches(query, row))
            .Where(row => (start is null || ListOrder.Instance.Compare(row, start) > 0) && ListOrder.Instance.Compare(row, end) < 0)
            .Order(ListOrder.Instance)
            .Take(query.Limit);
    }
}
