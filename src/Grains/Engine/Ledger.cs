using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Engine;

/// <summary>One grain's copy of its stored record, and the only way it is changed.</summary>
internal sealed class Ledger<TRecord>(string id, ICallStore store, JsonTypeInfo<TRecord> json)
    where TRecord : class
{
    private long _version;

    /// <summary>The record as this owner knows it; null: there is none. Ahead of the store by what rides along with the next commit.</summary>
    public TRecord? Record { get; private set; }

    public async Task Load(CancellationToken cancellationToken)
    {
        if (await store.Load(id, cancellationToken) is not { } stored)
            return;
        _version = stored.Version;
        Record = JsonSerializer.Deserialize(stored.Snapshot.Span, json);
    }

    /// <exception cref="StaleOwnerException">Another activation has committed meanwhile: nothing was written.</exception>
    public async Task Commit(
        TRecord next, Alarm? alarm, ListRow row, bool ended, IReadOnlyList<TimelineEntry> timeline, IReadOnlyList<OutboxEntry> outbox)
    {
        var snapshot = JsonSerializer.SerializeToUtf8Bytes(next, json);
        var result = await store.Commit(new Commit(id, _version, snapshot, alarm?.Due, row, ended, timeline, outbox));
        if (!result.Committed)
            throw new StaleOwnerException(id);
        _version = result.Version;
        Record = next;
    }

    /// <summary>A change that decides nothing: kept, and written with the next commit.</summary>
    public void Keep(TRecord next) => Record = next;
}

/// <summary>This activation is not the owner any more. It steps down; whoever called it calls again and reaches the real one.</summary>
[GenerateSerializer, Alias("orchestrator.StaleOwnerException")]
public sealed class StaleOwnerException : Exception
{
    public StaleOwnerException()
    {
    }

    public StaleOwnerException(string id)
        : base($"{id} was changed by another owner.")
    {
    }

    public StaleOwnerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
