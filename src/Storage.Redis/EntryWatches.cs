namespace Orchestrator.Storage.Redis;

/// <summary>
/// Waiting for entries without asking all the time: commits publish their session on their shard's channel, and only who waits
/// listens there. A message may be lost with its connection, so who waits also looks himself now and then.
/// </summary>
internal sealed class EntryWatches(RedisLink link, Shards shards, TimeProvider time, TimeSpan poll)
{
    private readonly Dictionary<Shard, EntryWatch> _watches =
        shards.All.ToDictionary(shard => shard, shard => new EntryWatch(link, shard, time));

    public async ValueTask Wait(string session, long after, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shard = shards.OfSession(session);
        if (await HasEntry(shard, session, after))
            return;

        using var seat = _watches[shard].Sit(session);
        await seat.Listening.WaitAsync(cancellationToken);
        while (true)
        {
            var change = seat.Change;
            if (await HasEntry(shard, session, after))
                return;

            await change.WaitAsync(poll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> HasEntry(Shard shard, string session, long after) =>
        await link.Run(redis => redis.ListLengthAsync(shard.Timeline(session))) > after;
}
