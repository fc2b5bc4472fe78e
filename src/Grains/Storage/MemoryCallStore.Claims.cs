using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Storage;

/// <summary>The outbox, and what a surviving silo asks for.</summary>
public sealed partial class MemoryCallStore
{
    public ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default)
    {
        if (Look(CallIds.SessionOf(id)) is not { } session)
            return new([]);

        lock (session.Gate)
            return new(session.Pending(id));
    }

    public ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        new(_owners.Claim(time.GetUtcNow(), lease, most));

    public ValueTask KeepWebhooks(IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        _owners.Keep(owners, time.GetUtcNow() + lease, add: false);
        return default;
    }

    public ValueTask<IReadOnlyList<string>> ClaimOverdue(
        TimeSpan grace, TimeSpan lease, int most, CancellationToken cancellationToken = default)
    {
        DropWhatIsOver();
        return new(_deadlines.Claim(time.GetUtcNow(), grace, lease, most));
    }

    public ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default) =>
        new(_deadlines.Overdue(time.GetUtcNow(), grace, most));

    public ValueTask<IReadOnlyList<string>> Nodes(CancellationToken cancellationToken = default) => new(_nodes.All());

    public ValueTask<IReadOnlyList<string>> CallsOf(string nodeId, int most, CancellationToken cancellationToken = default) =>
        new(_nodes.CallsOf(nodeId, most));
}
