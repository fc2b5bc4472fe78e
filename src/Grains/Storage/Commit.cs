using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Storage;

/// <summary>Everything one transition leaves behind, written together or not at all.</summary>
/// <param name="Id">A call's or a connect's id; its session is in it.</param>
/// <param name="ExpectedVersion">The version this transition started from; 0: there is nothing yet.</param>
/// <param name="Snapshot">The record after the transition, UTF-8 JSON. It is handed over: who commits does not write into it again.</param>
/// <param name="Deadline">The next instant at which the record wants to be woken; null: none.</param>
/// <param name="Row">How lists show the record; null: as before.</param>
/// <param name="Ended">Nothing follows but its webhooks: retention begins.</param>
/// <param name="NodeId">
/// The node whose plane carries the call; null: a connect, or none carries it any more. What has ended is on none, whatever this says.
/// </param>
public sealed record Commit(
    string Id,
    long ExpectedVersion,
    ReadOnlyMemory<byte> Snapshot,
    DateTimeOffset? Deadline,
    ListRow? Row,
    bool Ended,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<OutboxEntry> Outbox,
    string? NodeId = null)
{
    /// <summary>
    /// Names this attempt, so that one whose answer was lost can be made again: if it is the last that was written, it counts as
    /// committed. A copy made by <c>with</c> is the same attempt; another transition is a new one.
    /// </summary>
    public Guid Token { get; init; } = Guid.NewGuid();
}

/// <param name="Committed">False: the version was another one, and nothing was written.</param>
/// <param name="Version">The stored version now.</param>
public readonly record struct CommitResult(bool Committed, long Version);

/// <summary>A record as it was committed last.</summary>
/// <param name="Closed">It has ended, and everything about it was carried out; see <see cref="ICallStore.Close"/>.</param>
public sealed record StoredRecord(string Id, long Version, ReadOnlyMemory<byte> Snapshot, DateTimeOffset? Deadline, bool Closed = false);
