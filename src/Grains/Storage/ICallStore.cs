using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// What the engine remembers of calls and connects, and the only arbiter between two activations that both believe to own one:
/// every transition is one <see cref="Commit"/>, compared by version. An implementation is right when it passes the contract tests.
/// Every member throws <see cref="StoreUnavailableException"/> when the store is away, after a bounded wait.
/// </summary>
public interface ICallStore : IWebhookStore
{
    /// <returns>What was committed last, or null when there is nothing (never was, or its retention is over).</returns>
    ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares the version and, if it is the stored one, writes snapshot, deadline, list row, timeline and outbox, all or nothing.
    /// On a conflict nothing is written: the caller is not the owner any more, carries out no effect and steps down.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// Nobody knows whether it was written. Either make the same commit again, token and all, or step down and load.
    /// </exception>
    ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds entries to a session's timeline that no state depends on (ringing, a webhook attempt). Not a commit: one that is lost
    /// with its process costs a line of the story and nothing else. So a store may take its time (a tenth of a second), as long as it
    /// keeps their order, and shows them to whoever reads through it.
    /// </summary>
    ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default);

    /// <summary>Entries of a session after <paramref name="after"/>, in order, <paramref name="limit"/> at most.</summary>
    ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(string session, long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Completes when the session has an entry after <paramref name="after"/>; at once if it has one already.</summary>
    ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default);

    /// <summary>Rows of a project, newest first.</summary>
    ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default);

    /// <summary>Rows of records, as far as they have one; in no order.</summary>
    ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records whose deadline passed more than <paramref name="grace"/> ago, by the store's clock, claimed or not: to look at, not to
    /// look after. <paramref name="most"/> at most, some of them if there are more.
    /// </summary>
    ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default);

    /// <summary>
    /// Moves the deadline of a record, if this is still its version: what was kept for the next commit moved it. Ends a claim.
    /// </summary>
    ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default);

    /// <summary>
    /// Everything about a record that has ended was carried out: its deadline goes, and whoever loads it sees that it is closed. With it
    /// go the last lines that no state depends on. Again, or for a record that is gone: only the lines are added. A store may take its
    /// time (a few seconds); one that dies meanwhile has not closed it.
    /// </summary>
    ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default);

    /// <summary>Webhooks of a record that are neither delivered nor given up, in order.</summary>
    ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Owners with pending webhooks that nobody looks after: none were committed for them within the store's webhook lease, and
    /// nobody has claimed or kept them within theirs. They are the caller's for <paramref name="lease"/>; no other is given them in it.
    /// </summary>
    ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default);

    /// <summary>
    /// Prolongs: the webhooks of these owners are looked after for <paramref name="lease"/> from now. It never shortens; an owner
    /// that has none pending is passed over.
    /// </summary>
    ValueTask KeepWebhooks(IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records whose deadline passed more than <paramref name="grace"/> ago, by the store's clock. They are the caller's for
    /// <paramref name="lease"/>: no other is given them in it. A commit that moves or clears the deadline ends the claim.
    /// </summary>
    ValueTask<IReadOnlyList<string>> ClaimOverdue(TimeSpan grace, TimeSpan lease, int most, CancellationToken cancellationToken = default);

    /// <summary>Nodes that carry live calls, by what was committed last, in no order.</summary>
    ValueTask<IReadOnlyList<string>> Nodes(CancellationToken cancellationToken = default);

    /// <summary>Live calls that this node carries, some of them if there are more than <paramref name="most"/>.</summary>
    ValueTask<IReadOnlyList<string>> CallsOf(string nodeId, int most, CancellationToken cancellationToken = default);
}
