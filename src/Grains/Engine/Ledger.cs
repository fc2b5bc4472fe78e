using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Engine;

/// <summary>One grain's copy of its stored record, and the only way it is changed.</summary>
internal sealed class Ledger<TRecord>(string id, ICallStore store)
    where TRecord : class
{
    /// <summary>The record as this owner knows it; null: there is none. Ahead of the store by what rides along with the next commit.</summary>
    public TRecord? Record { get; private set; }

    /// <summary>Of what was committed last; 0: nothing was.</summary>
    public long Version { get; private set; }

    /// <summary>When the store's sweepers will ask for it.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    public async Task Load(Func<StoredRecord, TRecord> read)
    {
        if (await store.Load(id) is not { } stored)
            return;
        Version = stored.Version;
        Deadline = stored.Deadline;
        IsClosed = stored.Closed;
        Record = read(stored);
    }

    /// <summary>Everything about it was carried out: see <see cref="ICallStore.Close"/>.</summary>
    public bool IsClosed { get; set; }

    /// <exception cref="StaleOwnerException">Another activation has committed meanwhile: nothing was written.</exception>
    /// <exception cref="StoreUnavailableException">Twice nobody knew: this owner cannot go on from what it remembers.</exception>
    public async Task Commit(Commit commit, TRecord next)
    {
        var result = await CommitOrTryAgain(commit);
        if (!result.Committed)
            throw new StaleOwnerException(id);
        Version = result.Version;
        Deadline = commit.Deadline;
        IsClosed = false; // what was over has begun anew
        Record = next;
    }

    /// <summary>Nothing has changed but when the record wants to be woken.</summary>
    public async Task Defer(DateTimeOffset deadline)
    {
        await store.Defer(id, Version, deadline);
        Deadline = deadline;
    }

    /// <summary>A change that decides nothing: kept, and written with the next commit.</summary>
    public void Keep(TRecord next) => Record = next;

    /// <summary>A write whose answer was lost may have been done: the same one again counts as the first.</summary>
    private async Task<CommitResult> CommitOrTryAgain(Commit commit)
    {
        try
        {
            return await store.Commit(commit);
        }
        catch (StoreUnavailableException)
        {
            return await store.Commit(commit);
        }
    }
}
