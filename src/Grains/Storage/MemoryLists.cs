using System.Collections.Concurrent;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Storage;

/// <summary>The lists of all projects.</summary>
internal sealed class MemoryLists
{
    private readonly ConcurrentDictionary<(string ProjectId, ListKind Kind), MemoryList> _lists = new();

    /// <summary>Puts a record's row in the place of the one before. Called under its session's gate, so in order of commits.</summary>
    public void Replace(ListRow? before, ListRow? after)
    {
        if (Equals(before, after))
            return;

        var (from, to) = (Of(before), Of(after));
        if (from == to)
        {
            to?.Replace(before, after);
            return;
        }

        to?.Replace(null, after);
        from?.Replace(before, null);
    }

    public IReadOnlyList<ListRow> Page(ListQuery query) =>
        _lists.TryGetValue((query.ProjectId, query.Kind), out var list) ? list.Page(query) : [];

    private MemoryList? Of(ListRow? row) =>
        row is null ? null : _lists.GetOrAdd((row.ProjectId, row.Kind), static _ => new MemoryList());
}
