using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Storage.Redis.Tests.Support;
using StackExchange.Redis;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>What the store has of calls that are not over, as docs/redis.md describes it.</summary>
internal static class UnderWay
{
    /// <summary>Legs on nodes, deadlines, claims, webhooks to be sent.</summary>
    private static readonly string[] Live = ["nodes", "n:*", "due", "claimed", "owners", "o:*", "parked"];

    private static readonly string[] OfSessions = ["s:*", "t:*"];

    /// <summary>Nothing wants to be looked after any more, and every session will be forgotten.</summary>
    public static async Task IsOver(RedisServer redis)
    {
        var server = (await redis.Admin()).GetServers().Single();
        var database = (await redis.Admin()).GetDatabase();
        await Eventually.Get(
            "nothing is under way in Redis", async () => string.Join(' ', await Left(server, database)), left => left.Length == 0, TimeSpan.FromMinutes(2));
    }

    private static async Task<IReadOnlyList<string>> Left(IServer server, IDatabase database)
    {
        var left = new List<string>();
        foreach (var kind in Live)
            await foreach (var key in server.KeysAsync(pattern: $"{{orc:*}}:{kind}"))
                left.Add(key!);
        foreach (var kind in OfSessions)
            await foreach (var key in server.KeysAsync(pattern: $"{{orc:*}}:{kind}"))
                if (await database.KeyTimeToLiveAsync(key) is null) left.Add(key!);
        return left;
    }
}
