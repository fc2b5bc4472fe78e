using System.Collections.Concurrent;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// The call store of a service in one process: everything in memory, gone with it. A session is guarded by a lock of its own, so
/// sessions do not wait for each other. Sessions that are over are dropped by the calls that come later; there is no clockwork.
/// </summary>
public sealed partial class MemoryCallStore(TimeProvider time, MemoryStoreOptions options) : ICallStore
{
    private readonly ConcurrentDictionary<string, MemorySession> _sessions = new(StringComparer.Ordinal);
    private readonly MemoryEndedSessions _ended = new(options);
    private readonly MemoryDeadlines _deadlines = new();
    private readonly MemoryWebhookOwners _owners = new();
    private readonly MemoryNodes _nodes = new();
    private readonly MemoryLists _lists = new();

    /// <summary>Sessions in memory, ended ones included.</summary>
    public int SessionCount => _sessions.Count;

    public ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default)
    {
        if (Look(CallIds.SessionOf(id)) is not { } session)
            return default;

        lock (session.Gate)
            return new(session.Find(id)?.Stored);
    }

    public ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default)
    {
        var name = CallIds.SessionOf(commit.Id);
        OutboxEntry[] outbox = [.. commit.Outbox.Select(entry => Own(entry, name))];
        DropWhatIsOver();
        var result = Commit(name, commit, outbox);
        DropWhatIsOver();
        return new(result);
    }

    public ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default)
    {
        if (Look(CallIds.SessionOf(id)) is not { } session)
            return default;

        lock (session.Gate)
        {
            if (session.Find(id) is { Stored: { Closed: false } stored } record && stored.Version == version)
            {
                session.Put(record, record with { Stored = stored with { Deadline = deadline } });
                _deadlines.Move(id, stored.Deadline, deadline);
            }
        }

        return default;
    }

    public ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default)
    {
        if (Look(CallIds.SessionOf(id)) is { } session)
        {
            lock (session.Gate)
            {
                if (session.Find(id) is { Ended: true } record)
                {
                    session.Put(record, record.AsClosed());
                    _deadlines.Move(id, record.Stored.Deadline, null);
                }
            }
        }

        return Append(CallIds.SessionOf(id), lastEntries, cancellationToken);
    }

    public ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default)
    {
        DropWhatIsOver();
        if (entries.Count == 0)
            return default;

        using (Open(session, out var held))
        {
            held.Timeline.Append(entries);
            // A late line about a session that was dropped: no end of it will ever be committed, so its retention begins here.
            if (held.Records.Count == 0)
                Rank(held);
        }

        return default;
    }

    public ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(
        string session, long after, int limit, CancellationToken cancellationToken = default)
    {
        if (Look(session) is not { } held)
            return new([]);

        lock (held.Gate)
            return new(held.Timeline.Read(after, limit));
    }

    public async ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default)
    {
        DropWhatIsOver();
        while (Join(session, after) is var (held, change))
        {
            try
            {
                await change.WaitAsync(cancellationToken);
            }
            finally
            {
                Leave(held);
            }
        }
    }

    public ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default)
    {
        DropWhatIsOver();
        return new(_lists.Page(query));
    }

    public ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        new([.. ids.Select(RowOf).OfType<ListRow>()]);

    /// <summary>The store's own copy: the body is sent long after its writer used the buffer again.</summary>
    private static OutboxEntry Own(OutboxEntry entry, string session) => CallIds.SessionOf(entry.OwnerId) == session
        ? entry with { Body = entry.Body.ToArray() }
        : throw new ArgumentException($"{entry.OwnerId} is of another session than the record that is committed.", nameof(entry));

    private CommitResult Commit(string name, Commit commit, OutboxEntry[] outbox)
    {
        using var scope = Open(name, out var session);
        var before = session.Find(commit.Id);
        var version = before?.Stored.Version ?? 0;
        if (before?.IsOf(commit) == true)
            return new CommitResult(true, version);
        if (version != commit.ExpectedVersion)
        {
            DropUnused(session);
            return new CommitResult(false, version);
        }

        var after = MemoryRecord.After(before, commit);
        session.Put(before, after);
        session.Timeline.Append(commit.Timeline);
        session.Post(outbox);
        _owners.Keep(outbox.Select(entry => entry.OwnerId), time.GetUtcNow() + options.WebhookLease, add: true);
        _deadlines.Move(commit.Id, before?.Stored.Deadline, after.Stored.Deadline);
        _nodes.Move(commit.Id, before?.NodeId, after.NodeId);
        _lists.Replace(before?.Row, after.Row);
        Rank(session);
        return new CommitResult(true, after.Stored.Version);
    }
}
