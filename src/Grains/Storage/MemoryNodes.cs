namespace Orchestrator.Grains.Storage;

/// <summary>Which node carries which live calls. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryNodes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _calls = new(StringComparer.Ordinal);

    /// <param name="before">The node that carried the call; null: none.</param>
    /// <param name="after">The one that carries it now; null: none.</param>
    public void Move(string id, string? before, string? after)
    {
        if (before == after)
            return;

        lock (_gate)
        {
            if (before is not null && _calls[before].Remove(id) && _calls[before].Count == 0)
                _calls.Remove(before);
            if (after is null)
                return;
            if (!_calls.TryGetValue(after, out var calls))
                _calls[after] = calls = new(StringComparer.Ordinal);
            calls.Add(id);
        }
    }

    public IReadOnlyList<string> All()
    {
        lock (_gate)
            return [.. _calls.Keys];
    }

    public IReadOnlyList<string> CallsOf(string nodeId, int most)
    {
        lock (_gate)
            return [.. _calls.GetValueOrDefault(nodeId, []).Take(most)];
    }
}
