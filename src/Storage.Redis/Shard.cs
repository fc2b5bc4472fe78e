using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// One of 64 parts of the sessions, and the names of its keys. They share a hash tag, so that in a Redis cluster all of them are in
/// one slot and one script can write them together.
/// </summary>
internal sealed class Shard(string prefix)
{
    /// <summary><c>{orc:17}:</c></summary>
    public RedisKey Prefix { get; } = prefix;

    /// <summary>Says of which session there are new entries.</summary>
    public RedisChannel Entries { get; } = RedisChannel.Literal($"{prefix}entries");

    /// <summary>Nodes that have live calls here.</summary>
    public RedisKey Nodes { get; } = $"{prefix}nodes";

    public RedisKey Session(string session) => $"{prefix}s:{session}";

    public RedisKey Timeline(string session) => $"{prefix}t:{session}";

    public RedisKey Outbox(string ownerId) => $"{prefix}o:{ownerId}";

    public RedisKey CallsOf(string nodeId) => $"{prefix}n:{nodeId}";

    public RedisKey Delivery(string webhookId) => $"{prefix}d:{webhookId}";

    public RedisKey Deliveries(string projectId) => $"{prefix}webhooks:{projectId}";

    /// <summary>How many webhooks are parked, by endpoint.</summary>
    public RedisKey Backlog { get; } = $"{prefix}backlog";

    public RedisKey Dead(string endpoint) => $"{prefix}dead:{endpoint}";

    /// <summary>What silos noted of an endpoint.</summary>
    public RedisKey Reports(string endpoint) => $"{prefix}ep:{endpoint}";

    public RedisKey Keys(string projectId) => $"{prefix}keys:{projectId}";

    public RedisKey List(string projectId, ListKind kind) => $"{prefix}list:{SnakeCase.Of(kind)}:{projectId}";
}
