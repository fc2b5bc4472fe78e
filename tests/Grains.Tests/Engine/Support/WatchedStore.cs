using System.Collections.Concurrent;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>The memory store with a watcher, who is told of every commit that was made.</summary>
internal sealed class WatchedStore(ICallStore inner, Traffic traffic) : ICallStore
{
    private readonly ConcurrentDictionary<string, DateTimeOffset?> _deadlines = new();

    /// <summary>The next instant after this one for which a record of the session wants to be woken; null: none.</summary>
    public DateTimeOffset? NextDeadline(string session, DateTimeOffset now) => _deadlines
        .Where(record => record.Value > now && CallIds.SessionOf(record.Key) == session)
        .Min(record => record.Value);

    /// <summary>Called after each commit that succeeded, before its writer hears of it. What it throws, the writer hears.</summary>
    public Action<Commit>? Committed { get; set; }

    /// <summary>Called after each commit that succeeded; its writer hears of it when this is over.</summary>
    public Func<Commit, Task>? Acknowledging { get; set; }

    /// <summary>Called before each commit, the version not yet compared.</summary>
    public Func<Commit, Task>? Committing { get; set; }

    public ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        inner.Rows(ids, cancellationToken);

    public ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default) =>
        inner.Overdue(grace, most, cancellationToken);

    public ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default) => inner.Load(id, cancellationToken);

    public async ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default)
    {
        traffic.Moved();
        if (Committing is { } before)
            await before(commit);
        var result = await inner.Commit(commit, cancellationToken);
        if (!result.Committed)
            return result;
        _deadlines[commit.Id] = commit.Deadline;
        Committed?.Invoke(commit);
        if (Acknowledging is { } after)
            await after(commit);
        return result;
    }

    public ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default)
    {
        traffic.Moved();
        _deadlines[id] = deadline;
        return inner.Defer(id, version, deadline, cancellationToken);
    }

    public ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default)
    {
        traffic.Moved();
        _deadlines.TryRemove(id, out _);
        return inner.Close(id, lastEntries, cancellationToken);
    }

    public ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default)
    {
        traffic.Moved();
        return inner.Append(session, entries, cancellationToken);
    }

    public ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(
        string session, long after, int limit, CancellationToken cancellationToken = default) =>
        inner.ReadTimeline(session, after, limit, cancellationToken);

    public ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default) =>
        inner.WaitForEntry(session, after, cancellationToken);

    public ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default) =>
        inner.List(query, cancellationToken);

    /// <summary>Called before the pending webhooks of a record are read. What it throws, the reader hears.</summary>
    public Action<string>? ReadingWebhooks { get; set; }

    public ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default)
    {
        ReadingWebhooks?.Invoke(id);
        return inner.PendingWebhooks(id, cancellationToken);
    }

    public ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default)
    {
        traffic.Moved();
        return inner.MoveWebhook(move, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ClaimedWebhook>> ClaimParked(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        inner.ClaimParked(lease, most, cancellationToken);

    public ValueTask KeepParked(IReadOnlyCollection<ClaimedWebhook> claims, TimeSpan lease, CancellationToken cancellationToken = default) =>
        inner.KeepParked(claims, lease, cancellationToken);

    public ValueTask<Delivery?> FindDelivery(string webhookId, CancellationToken cancellationToken = default) =>
        inner.FindDelivery(webhookId, cancellationToken);

    public ValueTask<IReadOnlyList<Delivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default) =>
        inner.Deliveries(query, cancellationToken);

    public ValueTask<bool> Redeliver(string webhookId, CancellationToken cancellationToken = default) =>
        inner.Redeliver(webhookId, cancellationToken);

    public ValueTask<int> RedeliverDead(string endpoint, DateTimeOffset since, int most, TimeSpan every, CancellationToken cancellationToken = default) =>
        inner.RedeliverDead(endpoint, since, most, every, cancellationToken);

    public ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default) =>
        inner.Mute(endpoint, forTime, cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default) =>
        inner.Muted(cancellationToken);

    public ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default) =>
        inner.NoteEndpoint(endpoint, silo, report, cancellationToken);

    public ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default) =>
        inner.Endpoint(endpoint, cancellationToken);

    public ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default) =>
        inner.LoadKeys(projectId, cancellationToken);

    public ValueTask<bool> SaveKeys(string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default) =>
        inner.SaveKeys(projectId, expectedVersion, keys, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        inner.ClaimWebhooks(lease, most, cancellationToken);

    public ValueTask KeepWebhooks(IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default) =>
        inner.KeepWebhooks(owners, lease, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ClaimOverdue(
        TimeSpan grace, TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        inner.ClaimOverdue(grace, lease, most, cancellationToken);

    public ValueTask<IReadOnlyList<string>> Nodes(CancellationToken cancellationToken = default) => inner.Nodes(cancellationToken);

    public ValueTask<IReadOnlyList<string>> CallsOf(string nodeId, int most, CancellationToken cancellationToken = default) =>
        inner.CallsOf(nodeId, most, cancellationToken);
}
