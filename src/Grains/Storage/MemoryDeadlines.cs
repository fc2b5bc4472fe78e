namespace Orchestrator.Grains.Storage;

/// <summary>Every record's next deadline, the earliest first. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryDeadlines
{
    private readonly Lock _gate = new();
    private readonly SortedSet<(DateTimeOffset Due, string Id)> _order = new(ByDue.Instance);

    /// <param name="before">The deadline that the record had; null: none.</param>
    /// <param name="after">The one it has now; null: none.</param>
    public void Move(string id, DateTimeOffset? before, DateTimeOffset? after)
    {
        if (before == after)
            return;

        lock (_gate)
        {
            if (before is { } old)
                _order.Remove((old, id));
            if (after is { } due)
                _order.Add((due, id));
        }
    }

    public IReadOnlyList<string> Due(DateTimeOffset asOf, int limit)
    {
        lock (_gate)
            return [.. _order.TakeWhile(entry => entry.Due <= asOf).Take(limit).Select(entry => entry.Id)];
    }

    private sealed class ByDue : IComparer<(DateTimeOffset Due, string Id)>
    {
        public static readonly ByDue Instance = new();

        public int Compare((DateTimeOffset Due, string Id) x, (DateTimeOffset Due, string Id) y) =>
            x.Due.CompareTo(y.Due) is var order and not 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
