using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Storage;

/// <summary>The rows of one kind in one project. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryList
{
    /// <summary>Rows read under the lock at once, at most: a rare filter must not hold up commits.</summary>
    private const int LongestStretch = 256;
    private const int ShortestStretch = 32;

    private readonly Lock _gate = new();
    private readonly SortedSet<ListRow> _rows = new(ListOrder.Instance);

    /// <summary>In one go: a page that is read meanwhile shows the one or the other, never neither.</summary>
    public void Replace(ListRow? before, ListRow? after)
    {
        lock (_gate)
        {
            if (before is not null)
                _rows.Remove(before);
            if (after is not null)
                _rows.Add(after);
        }
    }

    public IReadOnlyList<ListRow> Page(ListQuery query)
    {
        var page = new List<ListRow>();
        var start = ListOrder.Start(query);
        var end = ListOrder.End(query);
        var stretch = Math.Clamp(query.Limit, ShortestStretch, LongestStretch);
        while (page.Count < query.Limit)
        {
            var rows = Read(start, end, stretch);
            page.AddRange(rows.Where(row => ListOrder.Matches(query, row)).Take(query.Limit - page.Count));
            if (rows.Count < stretch)
                break;

            start = rows[^1];
        }

        return page;
    }

    private List<ListRow> Read(ListRow? start, ListRow end, int stretch)
    {
        lock (_gate)
        {
            var first = start ?? _rows.Min;
            if (first is null || ListOrder.Instance.Compare(first, end) > 0)
                return [];

            var rows = _rows.GetViewBetween(first, end);
            return [.. rows.SkipWhile(row => start is not null && ListOrder.Instance.Compare(row, start) == 0).Take(stretch)];
        }
    }
}
