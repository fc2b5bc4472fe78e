using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Gateway.Timelines;

/// <summary>Passes entries on to one client, and a ping whenever there was nothing to pass on for a while.</summary>
internal sealed class StreamPulse(EventWriter writer, EntryRenderer renderer, TimeSpan interval, TimeProvider clock)
{
    /// <summary>Sequence of the last entry that was passed on.</summary>
    public long Last { get; set; }

    public async Task Tell(TimelineEntry entry, CancellationToken gone)
    {
        // A source that is asked again may repeat itself; a client never sees an entry twice.
        if (entry.Sequence <= Last) return;
        await writer.Entry(renderer.Render(entry), gone);
        Last = entry.Sequence;
    }

    public async Task TellAll(IAsyncEnumerable<TimelineEntry> source, CancellationToken gone)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(gone);
        await using var entries = source.GetAsyncEnumerator(left.Token);
        var next = entries.MoveNextAsync().AsTask();
        try
        {
            while (await Arrives(next, gone))
            {
                await Tell(entries.Current, gone);
                next = entries.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may only be disposed when nothing is asked of it any more.
            await left.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> Arrives(Task<bool> next, CancellationToken gone)
    {
        while (true)
        {
            // Whatever ends the wait is looked at below: the entry, the interval, or the client that has gone.
            await ((Task)next).WaitAsync(interval, clock, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            gone.ThrowIfCancellationRequested();
            if (next.IsCompleted) return await next;
            await writer.Ping(gone);
        }
    }
}
