namespace Orchestrator.Storage.Redis;

/// <summary>
/// Claims over all shards, <c>most</c> in all and never more: shares are asked for in waves, and shards that gave their whole share
/// are asked again. Where it begins is chance, so that many claimers do not stand at the same door.
/// </summary>
internal static class ShardWaves
{
    public static async Task<IReadOnlyList<T>> Collect<T>(
        Shards shards, int most, Func<Shard, int, Task<T[]>> claim, CancellationToken cancellationToken)
    {
        var claimed = new List<T>();
        var waiting = new Queue<Shard>(Shuffled(shards));
        while (claimed.Count < most && waiting.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = most - claimed.Count;
            var wave = Enumerable.Range(0, Math.Min(left, waiting.Count)).Select(_ => waiting.Dequeue()).ToArray();
            var share = left / wave.Length;
            var answers = await Task.WhenAll(wave.Select(shard => claim(shard, share)));
            for (var number = 0; number < wave.Length; number++)
            {
                claimed.AddRange(answers[number]);
                if (answers[number].Length == share)
                    waiting.Enqueue(wave[number]);
            }
        }

        return claimed;
    }

    private static Shard[] Shuffled(Shards shards)
    {
        Shard[] all = [.. shards.All];
        Random.Shared.Shuffle(all);
        return all;
    }
}
