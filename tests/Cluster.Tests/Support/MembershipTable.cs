using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using StackExchange.Redis;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>What the silos have agreed on about each other, read where they keep it.</summary>
internal static class MembershipTable
{
    private const int Dead = 6;

    public static async Task UntilDeclaredDead(LocalCluster cluster, string silo)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cluster.Redis);
        await Eventually.True(
            $"the others have declared {silo} dead",
            async () => (await redis.GetDatabase().HashValuesAsync("orchestrator/members/orchestrator"))
                .Select(entry => Entry(entry!))
                .Where(entry => entry is not null && entry.Is("SiloName", silo))
                .MaxBy(entry => entry!["StartTime"]!.GetValue<DateTimeOffset>())!["Status"]!.GetValue<int>() == Dead,
            TimeSpan.FromSeconds(90));
    }

    /// <summary>One hash value is the table's version, which is no entry.</summary>
    private static JsonObject? Entry(string text) => text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
}
