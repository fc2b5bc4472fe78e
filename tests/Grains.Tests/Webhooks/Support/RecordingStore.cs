using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>The part of a call store that delivery uses; tells a test of every line and settlement as it comes.</summary>
internal sealed class RecordingStore : ICallStore
{
    private readonly Channel<TimelineEvent> _lines = Channel.CreateUnbounded<TimelineEvent>();
    private readonly ConcurrentQueue<(string Session, TimelineEntry Entry)> _timeline = new();
    private readonly ConcurrentQueue<WebhookMove> _moves = new();
    private readonly ConcurrentDictionary<string, TimeSpan> _muted = new();

    /// <summary>Called before anything is recorded; what it throws is the store's failure.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public IReadOnlyList<(string Session, TimelineEntry Entry)> Timeline => [.. _timeline];

    /// <summary>Where webhooks went when they left the outbox.</summary>
    public IReadOnlyList<WebhookMove> Moves => [.. _moves];

    /// <summary>Those that left it.</summary>
    public IReadOnlyList<string> Settled => [.. _moves.Select(move => move.After.Entry.WebhookId)];

    /// <summary>What is pending, with what has left it.</summary>
    public ConcurrentBag<OutboxEntry> Outbox { get; } = [];

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

    public ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default)
    {
        OnCall(nameof(MoveWebhook));
        _moves.Enqueue(move);
        Write(CallIds.SessionOf(move.After.Entry.OwnerId), move.Lines);
        return new(true);
    }

    public ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default)
    {
        OnCall(nameof(PendingWebhooks));
        return new([.. Outbox.Where(entry => entry.OwnerId == id && !Settled.Contains(entry.WebhookId))]);
    }

    public ValueTask KeepWebhooks(IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        OnCall(nameof(KeepWebhooks));
        return default;
    }

    public ValueTask<IReadOnlyList<ClaimedWebhook>> ClaimParked(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask KeepParked(IReadOnlyCollection<ClaimedWebhook> claims, TimeSpan lease, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<Delivery?> FindDelivery(string webhookId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<Delivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> Redeliver(string webhookId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<int> RedeliverDead(
        string endpoint, DateTimeOffset since, int most, TimeSpan every, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default)
    {
        _muted[endpoint] = forTime;
        return default;
    }

    public ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default) =>
        new(_muted.ToDictionary());

    public ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default) =>
        default;

    public ValueTask<bool> SaveKeys(
        string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(
        string session, long after, int limit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
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
