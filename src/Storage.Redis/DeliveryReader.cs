using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Storage.Redis;

/// <summary>One page of a project's deliveries. Those of one call or connect are all in one shard, the others in all of them.</summary>
internal sealed class DeliveryReader(RedisLink link, Shards shards, Vault vault)
{
    /// <summary>Deliveries read at once, at most.</summary>
    private const int LongestStretch = 256;

    public async Task<IReadOnlyList<Delivery>> Page(DeliveryQuery query, CancellationToken cancellationToken)
    {
        var page = new List<Delivery>();
        var stretch = Math.Min(query.Limit, LongestStretch);
        IEnumerable<Shard> searched = query.Id is { } id ? [shards.OfId(id)] : shards.All;
        var places = new PlaceMerge(
            link, [.. searched.Select(shard => shard.Deliveries(query.ProjectId))], DeliveryPlace.Start(query), DeliveryPlace.End(query), stretch);
        while (page.Count < query.Limit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = await places.Take(stretch);
            if (taken.Count == 0)
                break;

            var deliveries = await Read(taken);
            page.AddRange(deliveries.Where(delivery => DeliveryPlace.Matches(query, delivery)).Take(query.Limit - page.Count));
            stretch = LongestStretch;
        }

        return page;
    }

    private async Task<IEnumerable<Delivery>> Read(IReadOnlyList<string> places)
    {
        var deliveries = await link.Run(redis => Task.WhenAll(places.Select(DeliveryPlace.IdOf).Select(id =>
            StoredDelivery.Read(redis, shards.OfId(WebhookIds.OwnerOf(id)!).Delivery(id), vault))));
        return deliveries.OfType<Delivery>();
    }
}
