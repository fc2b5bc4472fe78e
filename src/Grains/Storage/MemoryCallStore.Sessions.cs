using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Storage;

/// <summary>How sessions are found, opened, waited for and dropped.</summary>
public sealed partial class MemoryCallStore
{
    /// <summary>The session to read from; null: nothing is stored of it.</summary>
    private MemorySession? Look(string name)
    {
        DropWhatIsOver();
        return _sessions.GetValueOrDefault(name);
    }

    private ListRow? RowOf(string id)
    {
        if (Look(CallIds.SessionOf(id)) is not { } session)
            return null;

        lock (session.Gate)
            return session.Find(id)?.Row;
    }

    /// <summary>Finds or creates the session to write to, and holds its gate until the scope is disposed of.</summary>
    private Lock.Scope Open(string name, out MemorySession session)
    {
        while (true)
        {
            session = _sessions.GetOrAdd(name, static key => new MemorySession(key));
            var scope = session.Gate.EnterScope();
            if (!session.IsDropped)
                return scope;

            scope.Dispose();
        }
    }

    /// <returns>What to wait for before looking again; null: there is an entry.</returns>
    private (MemorySession Session, Task Change)? Join(string name, long after)
    {
        using var scope = Open(name, out var session);
        if (session.Timeline.Last > after)
            return null;

        session.Waiters++;
        return (session, session.Timeline.Change());
    }

    private void Leave(MemorySession session)
    {
        lock (session.Gate)
        {
            session.Waiters--;
            DropUnused(session);
        }
    }

    /// <summary>Begins or ends the session's retention. Called under its gate.</summary>
    private void Rank(MemorySession session)
    {
        if (session.IsOver)
            _ended.Add(session, time.GetUtcNow());
        else
            _ended.Remove(session);
    }

    private void DropWhatIsOver()
    {
        while (_ended.TryTake(time.GetUtcNow(), out var session))
        {
            lock (session.Gate)
            {
                // Between the taking and the gate it may have come alive, and even have ended again.
                if (session.IsOver && !_ended.Contains(session))
                    Drop(session);
            }
        }
    }

    private void DropUnused(MemorySession session)
    {
        if (session is { IsUnused: true, IsDropped: false })
            Drop(session);
    }

    /// <summary>Called under the session's gate. Who still waits finds a new, empty session of the name.</summary>
    private void Drop(MemorySession session)
    {
        session.IsDropped = true;
        _sessions.TryRemove(KeyValuePair.Create(session.Name, session));
        foreach (var record in session.Records)
        {
            _deadlines.Move(record.Stored.Id, record.Stored.Deadline, null);
            _nodes.Move(record.Stored.Id, record.NodeId, null);
            _lists.Replace(record.Row, null);
        }

        session.Timeline.Wake();
    }
}
