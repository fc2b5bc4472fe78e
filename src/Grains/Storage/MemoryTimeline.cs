using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Storage;

/// <summary>The entries of one session, numbered from 1 without gaps. Guarded by the session's gate.</summary>
internal sealed class MemoryTimeline
{
    private readonly List<TimelineEntry> _entries = [];
    private TaskCompletionSource? _change;

    /// <summary>The last entry's number; 0: none yet.</summary>
    public long Last => _entries.Count;

    public void Append(IReadOnlyList<TimelineEntry> entries)
    {
        if (entries.Count == 0)
            return;

        foreach (var entry in entries)
            _entries.Add(entry with { Sequence = Last + 1 });

        Wake();
    }

    public IReadOnlyList<TimelineEntry> Read(long after, int limit)
    {
        var first = Math.Max(after, 0);
        return first >= Last || limit <= 0 ? [] : _entries.GetRange((int)first, (int)Math.Min(limit, Last - first));
    }

    /// <summary>Completes at the next change. All waiters share it, so one that gives up leaves nothing behind.</summary>
    public Task Change() => (_change ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets whoever waits look again.</summary>
    public void Wake()
    {
        _change?.SetResult();
        _change = null;
    }
}
