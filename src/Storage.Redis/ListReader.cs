using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>One page of a list: places of all shards in order, then the rows at these places, until the page is full.</summary>
internal sealed class ListReader(RedisLink link, Shards shards)
{
    /// <summary>Rows read at once, at most.</summary>
    private const int LongestStretch = 1024;

    public async Task<IReadOnlyList<ListRow>> Page(ListQuery query, CancellationToken cancellationToken)
    {
        var page = new List<ListRow>();
        var stretch = Math.Min(query.Limit, LongestStretch);
        var start = ListOrder.Start(query) is { } row ? ListPlace.Of(row) : null;
        var places = new PlaceMerge(
            link, [.. shards.All.Select(shard => shard.List(query.ProjectId, query.Kind))], start, ListPlace.Of(ListOrder.End(query)), stretch);
        while (page.Count < query.Limit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = await places.Take(stretch);
            if (taken.Count == 0)
                break;

            var rows = await Rows([.. taken.Select(ListPlace.Id)]);
            page.AddRange(rows.Where(row => ListOrder.Matches(query, row)).Take(query.Limit - page.Count));
            // So many do not pass the filters: the next ones in larger strides.
            stretch = LongestStretch;
        }

        return page;
    }

    /// <summary>A place may outlive its row for as long as it takes to sweep it: it shows nothing.</summary>
    public async Task<IEnumerable<ListRow>> Rows(IReadOnlyCollection<string> ids)
    {
        var rows = new ListRow?[ids.Count];
        await Task.WhenAll(ids.Index().GroupBy(one => shards.OfId(one.Item)).Select(async part =>
        {
            var places = part.ToList();
            var values = (RedisValue[])(await link.Run(RedisScript.Rows, part.Key, [.. places.Select(one => (RedisValue)one.Item)]))!;
            foreach (var (place, value) in places.Zip(values))
                rows[place.Index] = value.IsNull ? null : Stored.Row(value);
        }));
        return rows.OfType<ListRow>();
    }
}
