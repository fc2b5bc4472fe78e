using Orchestrator.Gateway.Clustering;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Lists;

/// <summary>Fetches a page: one row more than is shown tells whether there is another page.</summary>
internal sealed class Lister(Cluster cluster)
{
    public async Task<Page<T>> Page<T>(ListQuery query, Func<ListRow, T> show, CancellationToken aborted)
    {
        var rows = await cluster.List(query with { Limit = query.Limit + 1 }, aborted);
        var more = rows.Count > query.Limit;
        var shown = rows.Take(query.Limit).ToList();
        var next = more ? Cursor.Write(new ListPosition(shown[^1].CreatedAt, shown[^1].Id)) : null;
        return new Page<T>([.. shown.Select(show)], next, more);
    }
}
