using System.Globalization;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>Webhooks after their commit. They lie in the shard of their call, so that one script moves them out of its outbox.</summary>
public sealed partial class RedisCallStore
{
    /// <summary>Deliveries a shard forgets at once.</summary>
    private const int ForgottenAtOnce = 64;
    private static readonly TimeSpan ReportsKept = TimeSpan.FromDays(1);

    public async ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var shard = _shards.OfId(move.After.Entry.OwnerId);
        return (bool)await _link.Run(RedisScript.MoveWebhook, shard, StoredDelivery.Arguments(move, shard, _retention, _vault));
    }

    public async ValueTask<IReadOnlyList<ClaimedWebhook>> ClaimParked(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        await ShardWaves.Collect(_shards, most, (shard, share) => ClaimParked(shard, lease, share), cancellationToken);

    public async ValueTask KeepParked(
        IReadOnlyCollection<ClaimedWebhook> claims, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.WhenAll(claims.GroupBy(claim => _shards.OfId(claim.Delivery.Entry.OwnerId)).Select(group => _link.Run(
            RedisScript.KeepParked, group.Key,
            [Instants.Microseconds(lease), .. group.SelectMany(claim => new RedisValue[] { claim.Delivery.Entry.WebhookId, claim.Claim })])));
    }

    public async ValueTask<Delivery?> FindDelivery(string webhookId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WebhookIds.OwnerOf(webhookId) is { } owner
            ? await _link.Run(redis => StoredDelivery.Read(redis, _shards.OfId(owner).Delivery(webhookId), _vault))
            : null;
    }

    public async ValueTask<IReadOnlyList<Delivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default) =>
        await new DeliveryReader(_link, _shards, _vault).Page(query, cancellationToken);

    public async ValueTask<bool> Redeliver(string webhookId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return WebhookIds.OwnerOf(webhookId) is { } owner
            && (int)await _link.Run(RedisScript.Redeliver, _shards.OfId(owner), webhookId, "", "", 1, 0, 0) == 1;
    }

    public async ValueTask<int> RedeliverDead(
        string endpoint, DateTimeOffset since, int most, TimeSpan every, CancellationToken cancellationToken = default)
    {
        var (revived, step) = (0, Instants.Microseconds(every));
        foreach (var shard in _shards.All.TakeWhile(_ => revived < most))
        {
            cancellationToken.ThrowIfCancellationRequested();
            revived += (int)await _link.Run(
                RedisScript.Redeliver, shard, "", endpoint, Instants.Microseconds(since), most - revived, revived * step, step);
        }

        return revived;
    }

    public async ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _link.Run(RedisScript.Mute, _shards.All[0], endpoint, Instants.Microseconds(forTime));
    }

    public async ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var muted = (string[])(await _link.Run(RedisScript.Muted, _shards.All[0]))!;
        return muted.Chunk(2).ToDictionary(
            pair => pair[0], pair => TimeSpan.FromMicroseconds(long.Parse(pair[1], CultureInfo.InvariantCulture)));
    }

    public async ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var key = _shards.OfName(endpoint).Reports(endpoint);
        await _link.Run(redis => Task.WhenAll(redis.HashSetAsync(key, silo, report), redis.KeyExpireAsync(key, ReportsKept)));
    }

    public async ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parked = await _link.Run(redis => Task.WhenAll(_shards.All.Select(shard => redis.HashGetAsync(shard.Backlog, endpoint))));
        var dead = await _link.Run(redis => Task.WhenAll(_shards.All.Select(shard => redis.SortedSetLengthAsync(shard.Dead(endpoint)))));
        var reports = await _link.Run(redis => redis.HashGetAllAsync(_shards.OfName(endpoint).Reports(endpoint)));
        return new(
            parked.Sum(count => count.IsNull ? 0 : (long)count),
            dead.Sum(),
            reports.ToDictionary(report => (string)report.Name!, report => (string)report.Value!));
    }

    public async ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fields = await _link.Run(redis => redis.HashGetAsync(_shards.OfName(projectId).Keys(projectId), ["k", "v"]));
        return fields[1].IsNull ? (null, 0) : ((byte[]?)fields[0], (long)fields[1]);
    }

    public async ValueTask<bool> SaveKeys(
        string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (bool)await _link.Run(RedisScript.SaveKeys, _shards.OfName(projectId), projectId, expectedVersion, keys);
    }

    private async Task<ClaimedWebhook[]> ClaimParked(Shard shard, TimeSpan lease, int most)
    {
        var claims = (RedisResult[])(await _link.Run(RedisScript.ClaimParked, shard, Instants.Microseconds(lease), most, ForgottenAtOnce))!;
        return [.. claims.Select(claim => StoredDelivery.Claimed((RedisValue[])claim!, _vault))];
    }
}
