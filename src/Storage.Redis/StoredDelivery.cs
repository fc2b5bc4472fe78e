using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>How a delivery is written, and read again: the fields of its hash.</summary>
internal static class StoredDelivery
{
    private static readonly RedisValue[] Fields = ["s", "e", "a", "o", "u", "t", "n", "b"];

    private static readonly Dictionary<string, DeliveryState> States =
        Enum.GetValues<DeliveryState>().ToDictionary(SnakeCase.Of, state => state);

    /// <summary>What MoveWebhook.lua is told, in its order.</summary>
    /// <param name="retention">Of the session, milliseconds.</param>
    public static RedisValue[] Arguments(WebhookMove move, Shard shard, long retention, Vault vault)
    {
        var after = move.After;
        return
        [
            after.Entry.OwnerId,
            after.Entry.WebhookId,
            retention,
            move.Claim,
            SnakeCase.Of(after.State),
            Instants.Microseconds(move.For),
            after.Endpoint,
            (string)shard.Deliveries(after.Entry.ProjectId)!,
            DeliveryPlace.Of(after.Entry),
            Stored.Of(after.State == DeliveryState.Delivered ? after.Entry with { Body = default } : after.Entry, vault),
            JsonSerializer.SerializeToUtf8Bytes(after.Attempts, StoreJson.Default.IReadOnlyListDeliveryAttempt),
            after.Outcome,
            after.Used,
            Instants.Microseconds(after.UpdatedAt),
            after.NextAt is { } next ? Instants.Microseconds(next) : "",
            .. move.Lines.Select(Stored.Of),
        ];
    }

    public static async Task<Delivery?> Read(IDatabase redis, RedisKey key, Vault vault)
    {
        var fields = await redis.HashGetAsync(key, Fields);
        return fields[0].IsNull ? null : Of(fields, vault);
    }

    public static ClaimedWebhook Claimed(RedisValue[] fields, Vault vault) => new(Of(fields, vault), (long)fields[8]);

    private static Delivery Of(RedisValue[] fields, Vault vault) => new(
        Stored.Entry((ReadOnlyMemory<byte>)fields[1], vault),
        States[fields[0]!],
        fields[3]!,
        JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)fields[2]).Span, StoreJson.Default.IReadOnlyListDeliveryAttempt)!,
        (int)fields[4],
        Instants.Read((long)fields[5]),
        fields[6].IsNullOrEmpty ? null : Instants.Read((long)fields[6]))
    {
        RevivedAt = fields[7].IsNullOrEmpty ? null : Instants.Read((long)fields[7]),
    };
}
