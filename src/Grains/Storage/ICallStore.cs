using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// What the engine remembers of calls and connects, and the only arbiter between two activations that both believe to own one:
/// every transition is one <see cref="Commit"/>, compared by version. An implementation is right when it passes the contract tests.
/// </summary>
public interface ICallStore
{
    /// <returns>What was committed last, or null when there is nothing (never was, or its retention is over).</returns>
    ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares the version and, if it is the stored one, writes snapshot, deadline, list row, timeline and outbox, all or nothing.
    /// On a conflict nothing is written: the caller is not the owner any more, carries out no effect and steps down.
    /// </summary>
    ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds entries to a session's timeline that no state depends on (ringing, a webhook attempt). Not a commit: one that is lost
    /// with its process costs a line of the story and nothing else.
    /// </summary>
    ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Entries of a session after <paramref name="after"/>, in order, <paramref name="limit"/> at most.</summary>
    ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(string session, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Completes when the session has an entry after <paramref name="after"/>; at once if it has one already.</summary>
    ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default);

    /// <summary>Rows of a project, newest first.</summary>
    ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default);

    /// <summary>Webhooks of a record that are neither delivered nor given up, in order.</summary>
    ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default);

    /// <summary>Takes a webhook out of the outbox: delivered, or given up. Again for one that is gone: nothing happens.</summary>
    ValueTask SettleWebhook(OutboxEntry entry, CancellationToken cancellationToken = default);
}
