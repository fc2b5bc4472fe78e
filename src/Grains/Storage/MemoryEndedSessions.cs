using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Grains.Storage;

/// <summary>Sessions that are over, the longest ended first. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryEndedSessions(MemoryStoreOptions options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(MemorySession Session, DateTimeOffset EndedAt)> _order = new();
    private readonly Dictionary<MemorySession, LinkedListNode<(MemorySession Session, DateTimeOffset EndedAt)>> _nodes = [];

    /// <summary>Retention begins, or begins anew.</summary>
    public void Add(MemorySession session, DateTimeOffset now)
    {
        lock (_gate)
        {
            Forget(session);
            _nodes[session] = _order.AddLast((session, now));
        }
    }

    public void Remove(MemorySession session)
    {
        lock (_gate)
            Forget(session);
    }

    public bool Contains(MemorySession session)
    {
        lock (_gate)
            return _nodes.ContainsKey(session);
    }

    /// <summary>Takes out one session whose time is over, or that is one too many.</summary>
    public bool TryTake(DateTimeOffset now, [NotNullWhen(true)] out MemorySession? session)
    {
        lock (_gate)
        {
            session = null;
            if (_order.First is not { } longest)
                return false;

            if (_order.Count <= options.MostEndedSessions && now - longest.Value.EndedAt < options.Retention)
                return false;

            session = longest.Value.Session;
            Forget(session);
            return true;
        }
    }

    private void Forget(MemorySession session)
    {
        if (_nodes.Remove(session, out var node))
            _order.Remove(node);
    }
}
