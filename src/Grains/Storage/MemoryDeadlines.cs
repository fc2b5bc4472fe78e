namespace Orchestrator.Grains.Storage;

/// <summary>Every record's next deadline, and who was given it. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryDeadlines
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly Lock _gate = new();
    private readonly MemoryAgenda _deadlines = new();
    private readonly MemoryAgenda _claimed = new();

    /// <param name="before">The deadline that the record had; null: none.</param>
    /// <param name="after">The one it has now; null: none.</param>
    public void Move(string id, DateTimeOffset? before, DateTimeOffset? after)
    {
        if (before == after)
            return;

        lock (_gate)
        {
            _claimed.Remove(id);
            if (after is { } due)
                _deadlines.Set(id, due);
            else
                _deadlines.Remove(id);
        }
    }

    /// <summary>Claimed or not.</summary>
    public IReadOnlyList<string> Overdue(DateTimeOffset now, TimeSpan grace, int most)
    {
        lock (_gate)
            return _deadlines.UpTo(now - grace - Tick, most);
    }

    public IReadOnlyList<string> Claim(DateTimeOffset now, TimeSpan grace, TimeSpan lease, int most)
    {
        lock (_gate)
        {
            foreach (var lapsed in _claimed.UpTo(now, int.MaxValue))
                _claimed.Remove(lapsed);

            string[] overdue = [.. _deadlines.UpTo(now - grace - Tick).Where(id => _claimed.Find(id) is null).Take(most)];
            foreach (var id in overdue)
                _claimed.Set(id, now + lease);

            return overdue;
        }
    }
}
