using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// The call store of a cluster. A session's data is in one of 64 shards, and whatever must be written together is written by one
/// script; docs/redis.md names the keys. Cancellation is heeded before a command is sent, and while waiting for an entry.
/// </summary>
public sealed partial class RedisCallStore : ICallStore, IAsyncDisposable
{
    private readonly RedisStoreOptions _options;
    private readonly RedisLink _link;
    private readonly Shards _shards;
    private readonly EntryWatches _watches;
    private readonly Notes _notes;
    private readonly Vault _vault;
    private readonly long _retention;

    /// <summary>Connects at the first use.</summary>
    /// <param name="cipher">Locks what may hold passwords; null: it is stored as it is.</param>
    public RedisCallStore(RedisStoreOptions options, TimeProvider time, ISecretCipher? cipher = null)
        : this(new RedisLink(() => options), options, time, NullLogger.Instance, cipher)
    {
    }

    internal RedisCallStore(RedisLink link, RedisStoreOptions options, TimeProvider time, ILogger logger, ISecretCipher? cipher = null)
    {
        _options = options;
        _vault = new(cipher);
        _link = link;
        _shards = new(options.KeyPrefix);
        _watches = new(_link, _shards, time, options.EntryPoll);
        _notes = new(WriteNotes, TimeProvider.System, logger);
        _retention = (long)options.Retention.TotalMilliseconds;
    }

    public async ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _notes.Write(CallIds.SessionOf(id));
        var key = _shards.OfId(id).Session(CallIds.SessionOf(id));
        var fields = await _link.Run(redis => redis.HashGetAsync(key, [id, $"{id}:m"]));
        return fields[1].IsNull ? null : Stored.Record(id, fields[0], fields[1], _vault);
    }

    public async ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shard = _shards.OfId(commit.Id);
        var riding = _notes.TakeLines(CallIds.SessionOf(commit.Id), commit.Id);
        var isWritten = false;
        try
        {
            var arguments = CommitArguments.Of(commit, riding, shard, _retention, _options.WebhookLease, _vault);
            var result = (RedisValue[])(await _link.Run(RedisScript.Commit, shard, arguments))!;
            isWritten = (bool)result[2];
            return new((bool)result[0], (long)result[1]);
        }
        finally
        {
            if (!isWritten)
                _notes.Add(CallIds.SessionOf(commit.Id), riding);
        }
    }

    public async ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _notes.Write(CallIds.SessionOf(id));
        await _link.Run(RedisScript.Defer, _shards.OfId(id), id, version, Instants.Ticks(deadline), Instants.Microseconds(deadline));
    }

    public ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _notes.Add(CallIds.SessionOf(id), [.. lastEntries.Select(Stored.Of)], id);
        return default;
    }

    public ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _notes.Add(session, [.. entries.Select(Stored.Of)]);
        return default;
    }

    public async ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(
        string session, long after, int limit, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var first = Math.Max(after, 0);
        if (limit <= 0)
            return [];

        await _notes.Write(session);
        var key = _shards.OfSession(session).Timeline(session);
        var values = await _link.Run(redis => redis.ListRangeAsync(key, first, first + limit - 1));
        return [.. values.Select((value, index) => Stored.Entry(value, first + index + 1))];
    }

    public ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default) =>
        _watches.Wait(session, after, cancellationToken);

    public async ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default) =>
        await new ListReader(_link, _shards).Page(query, cancellationToken);

    public async ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return [.. await new ListReader(_link, _shards).Rows(ids)];
    }

    public async ValueTask DisposeAsync()
    {
        await _notes.DisposeAsync();
        await _link.DisposeAsync();
    }

    private Task<RedisResult> WriteNotes(string session, IReadOnlyList<RedisValue> lines, IReadOnlyList<string> closed) => _link.Run(
        RedisScript.WriteNotes, _shards.OfSession(session),
        [session, _retention, lines.Count, .. lines, .. closed.Select(id => (RedisValue)id)]);
}
