using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>The outbox, and what a surviving silo asks for.</summary>
public sealed partial class RedisCallStore
{
    /// <summary>Sessions a shard drops at once: what is due, without holding up commits.</summary>
    private const int SweptAtOnce = 16;

    public async ValueTask<IReadOnlyList<OutboxEntry>> PendingWebhooks(string id, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var values = await _link.Run(redis => redis.HashValuesAsync(_shards.OfId(id).Outbox(id)));
        return [.. values.Select(value => Stored.Webhook(value, _vault)).OrderBy(webhook => webhook.Order).Select(webhook => webhook.Entry)];
    }

    public async ValueTask<IReadOnlyList<string>> ClaimWebhooks(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        await ShardWaves.Collect(
            _shards, most,
            (shard, share) => Claim(RedisScript.ClaimWebhooks, shard, Instants.Microseconds(lease), share),
            cancellationToken);

    public async ValueTask KeepWebhooks(
        IReadOnlyCollection<string> owners, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.WhenAll(owners.GroupBy(_shards.OfId).Select(group => _link.Run(
            RedisScript.KeepWebhooks, group.Key, [Instants.Microseconds(lease), .. group.Select(owner => (RedisValue)owner)])));
    }

    public async ValueTask<IReadOnlyList<string>> ClaimOverdue(
        TimeSpan grace, TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        await ShardWaves.Collect(
            _shards, most,
            (shard, share) => Claim(
                RedisScript.ClaimOverdue, shard, Instants.Microseconds(grace), Instants.Microseconds(lease), share, SweptAtOnce),
            cancellationToken);

    public async ValueTask<IReadOnlyList<string>> Overdue(TimeSpan grace, int most, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var ids = await Task.WhenAll(_shards.All.Select(shard => Claim(RedisScript.Overdue, shard, Instants.Microseconds(grace), most)));
        return [.. ids.SelectMany(id => id).Take(most)];
    }

    public async ValueTask<IReadOnlyList<string>> Nodes(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var nodes = await _link.Run(redis => Task.WhenAll(_shards.All.Select(shard => redis.SetMembersAsync(shard.Nodes))));
        return [.. nodes.SelectMany(node => node).Select(node => (string)node!).Distinct()];
    }

    public async ValueTask<IReadOnlyList<string>> CallsOf(string nodeId, int most, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = await _link.Run(redis => Task.WhenAll(_shards.All.Select(shard => redis.SetLengthAsync(shard.CallsOf(nodeId)))));
        var asked = new List<(Shard Shard, long Share)>();
        for (var (number, left) = (0, (long)most); number < counts.Length && left > 0; left -= counts[number], number++)
        {
            if (counts[number] > 0)
                asked.Add((_shards.All[number], Math.Min(counts[number], left)));
        }

        var calls = await _link.Run(redis => Task.WhenAll(
            asked.Select(part => redis.SetRandomMembersAsync(part.Shard.CallsOf(nodeId), part.Share))));
        return [.. calls.SelectMany(call => call).Select(call => (string)call!)];
    }

    private async Task<string[]> Claim(RedisScript script, Shard shard, params RedisValue[] arguments) =>
        (string[])(await _link.Run(script, shard, arguments))!;
}
