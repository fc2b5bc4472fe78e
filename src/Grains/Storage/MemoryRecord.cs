using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Storage;

/// <summary>A record as the memory store holds it.</summary>
/// <param name="Row">The row that lists show now; null: none was ever committed.</param>
/// <param name="NodeId">The node that carries it; null: none, or it has ended.</param>
/// <param name="Token">The commit that wrote it.</param>
internal sealed record MemoryRecord(StoredRecord Stored, ListRow? Row, bool Ended, string? NodeId, Guid Token)
{
    /// <summary>The record after a commit.</summary>
    public static MemoryRecord After(MemoryRecord? before, Commit commit) => new(
        new StoredRecord(commit.Id, commit.ExpectedVersion + 1, commit.Snapshot, commit.Deadline),
        commit.Row ?? before?.Row,
        commit.Ended,
        commit.Ended ? null : commit.NodeId,
        commit.Token);

    public MemoryRecord AsClosed() => this with { Stored = Stored with { Deadline = null, Closed = true } };

    /// <summary>Whether this is what the commit has written already.</summary>
    public bool IsOf(Commit commit) => Token == commit.Token && Stored.Version == commit.ExpectedVersion + 1;
}
