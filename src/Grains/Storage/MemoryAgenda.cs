namespace Orchestrator.Grains.Storage;

/// <summary>Ids, each with one instant, the earliest first. Its owner guards it.</summary>
internal sealed class MemoryAgenda
{
    private readonly Dictionary<string, DateTimeOffset> _instants = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset At, string Id)> _order = new(ByInstant.Instance);

    public int Count => _instants.Count;

    public DateTimeOffset? Find(string id) => _instants.TryGetValue(id, out var at) ? at : null;

    public void Set(string id, DateTimeOffset at)
    {
        Remove(id);
        _instants[id] = at;
        _order.Add((at, id));
    }

    public void Remove(string id)
    {
        if (_instants.Remove(id, out var at))
            _order.Remove((at, id));
    }

    /// <summary>Ids at or before an instant, a copy.</summary>
    public IReadOnlyList<string> UpTo(DateTimeOffset instant, int most) => [.. UpTo(instant).Take(most)];

    /// <summary>As they are found: nothing may be set or removed meanwhile.</summary>
    public IEnumerable<string> UpTo(DateTimeOffset instant) => _order.TakeWhile(entry => entry.At <= instant).Select(entry => entry.Id);

    private sealed class ByInstant : IComparer<(DateTimeOffset At, string Id)>
    {
        public static readonly ByInstant Instance = new();

        public int Compare((DateTimeOffset At, string Id) x, (DateTimeOffset At, string Id) y) =>
            x.At.CompareTo(y.At) is var order and not 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
