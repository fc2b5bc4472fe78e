using System.Threading.Channels;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Tests.Timeline;

/// <summary>One session's entries, let out as far as a test wants; says when a reader has begun to wait.</summary>
internal sealed class FakeStore(IReadOnlyList<TimelineEntry> entries) : ICallStore
{
    private readonly Channel<long> _waiting = Channel.CreateUnbounded<long>();
    private TaskCompletionSource _more = new();

    public int Stored { get; private set; } = entries.Count;

    public int Reads { get; private set; }

    public FakeStore Holding(int stored)
    {
        Stored = stored;
        return this;
    }

    public void LetOut(int stored)
    {
        Stored = stored;
        var more = _more;
        _more = new();
        more.SetResult();
    }

    /// <summary>Completes when a reader has read all there is and waits for more.</summary>
    public async Task ReaderWaits()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.True(await _waiting.Reader.WaitToReadAsync(deadline.Token) && _waiting.Reader.TryRead(out _), "no reader waits for an entry");
    }

    public ValueTask<IReadOnlyList<TimelineEntry>> ReadTimeline(string session, long after, int limit, CancellationToken cancellationToken = default)
    {
        Reads++;
        return new(session == Tale.Session ? [.. entries.Take(Stored).Where(entry => entry.Sequence > after).Take(limit)] : []);
    }

    public async ValueTask WaitForEntry(string session, long after, CancellationToken cancellationToken = default)
    {
        var more = _more.Task;
        _waiting.Writer.TryWrite(after);
        if (Stored <= after)
            await more.WaitAsync(cancellationToken);
    }

    public ValueTask<IReadOnlyList<ListRow>> Rows(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<StoredRecord?> Load(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CommitResult> Commit(Commit commit, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask Defer(string id, long version, DateTimeOffset deadline, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask Close(string id, IReadOnlyList<TimelineEntry> lastEntries, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask Append(string session, IReadOnlyList<TimelineEntry> added, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default) => throw new NotSupportedException();

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

    public ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public ValueTask<bool> SaveKeys(
        string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default) =>
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
}
