namespace Orchestrator.Grains.Storage;

/// <summary>All that is stored of one session. Whoever reads or changes it holds its <see cref="Gate"/>.</summary>
internal sealed class MemorySession(string name)
{
    private readonly Dictionary<string, MemoryRecord> _records = new(StringComparer.Ordinal);
    private readonly List<OutboxEntry> _outbox = [];
    private int _open;

    public string Name { get; } = name;

    public Lock Gate { get; } = new();

    public MemoryTimeline Timeline { get; } = new();

    public IReadOnlyCollection<MemoryRecord> Records => _records.Values;

    /// <summary>Calls of WaitForEntry that are under way.</summary>
    public int Waiters { get; set; }

    /// <summary>The store has forgotten this session: a writer that still holds it must look up the name again.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Nothing follows: every record has ended, every webhook is settled.</summary>
    public bool IsOver => _open == 0 && _outbox.Count == 0;

    /// <summary>Nothing was ever written, nobody waits.</summary>
    public bool IsUnused => _records.Count == 0 && Timeline.Last == 0 && Waiters == 0;

    public MemoryRecord? Find(string id) => _records.GetValueOrDefault(id);

    public void Put(MemoryRecord? before, MemoryRecord after)
    {
        _open += (after.Ended ? 0 : 1) - (before is null or { Ended: true } ? 0 : 1);
        _records[after.Stored.Id] = after;
    }

    public void Post(IReadOnlyList<OutboxEntry> entries) => _outbox.AddRange(entries);

    public OutboxEntry[] Pending(string id) => [.. _outbox.Where(entry => entry.OwnerId == id)];

    public bool HasPending(string id) => _outbox.Exists(entry => entry.OwnerId == id);

    /// <returns>False: it was settled before.</returns>
    public bool Settle(OutboxEntry entry) =>
        _outbox.RemoveAll(held => held.WebhookId == entry.WebhookId && held.OwnerId == entry.OwnerId) > 0;
}
