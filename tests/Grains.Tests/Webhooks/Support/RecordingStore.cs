using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>The part of a call store that delivery uses; tells a test of every line and settlement as it comes.</summary>
internal sealed class RecordingStore : ICallStore
{
    private readonly Channel<TimelineEvent> _lines = Channel.CreateUnbounded<TimelineEvent>();
    private readonly ConcurrentQueue<(string Session, TimelineEntry Entry)> _timeline = new();
    private readonly ConcurrentQueue<string> _settled = new();

    /// <summary>Called before anything is recorded; what it throws is the store's failure.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public IReadOnlyList<(string Session, TimelineEntry Entry)> Timeline => [.. _timeline];

    public IReadOnlyList<string> Settled => [.. _settled];

    /// <summary>The lines in the order in which they were written; one reader.</summary>
    public ChannelReader<TimelineEvent> Lines => _lines.Reader;

    public ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask Append(string session, IReadOnlyList<TimelineEntry> entries, CancellationToken cancellationToken = default)
    {
        OnCall(nameof(Append));
        Write(session, entries);
        return ValueTask.CompletedTask;
    }

    public ValueTask SettleWebhook(
        OutboxEntry entry, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default)
    {
        OnCall(nameof(SettleWebhook));
        _settled.Enqueue(entry.WebhookId);
        Write(CallIds.SessionOf(entry.OwnerId), lastEntries);
        return ValueTask.CompletedTask;
    }

    public ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(
        string session, long after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask KeepWebhooks(IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ClaimOverdue(
        TimeSpan grace, TimeSpan lease, int most, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> Nodes(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> CallsOf(string nodeId, int most, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    private void Write(string session, IReadOnlyList<TimelineEntry> entries)
    {
        foreach (var entry in entries)
        {
            _timeline.Enqueue((session, entry));
            _lines.Writer.TryWrite(entry.Event);
        }
    }
}
