namespace Orchestrator.Storage.Redis.Tests.Support;

/// <summary>Time that passes without being waited for: every instant that a store has written moves back by as much.</summary>
internal static class RedisTime
{
    private const string MoveBack = """
        local by = tonumber(ARGV[1])
        for _, key in ipairs(redis.call('KEYS', '{' .. KEYS[1] .. ':*')) do
          local left = redis.call('PTTL', key)
          if left >= 0 then redis.call('PEXPIRE', key, left - by / 1000) end
          local kind = key:match('}:(%a+)$')
          if kind == 'due' or kind == 'claimed' or kind == 'owners' or kind == 'over' or kind == 'parked' or kind == 'gone' or kind == 'mutes' then
            for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do redis.call('ZINCRBY', key, -by, member) end
          end
        end
        """;

    public static async Task Pass(RedisServer server, string keyPrefix, TimeSpan time) =>
        await (await server.Admin()).GetDatabase().ScriptEvaluateAsync(MoveBack, [keyPrefix], [time.Ticks / TimeSpan.TicksPerMicrosecond]);

    /// <summary>All keys of a store.</summary>
    public static async Task<IReadOnlyList<string>> Keys(RedisServer server, string keyPrefix)
    {
        var admin = await server.Admin();
        var keys = new List<string>();
        await foreach (var key in admin.GetServers()[0].KeysAsync(pattern: $"{{{keyPrefix}:*"))
            keys.Add(key!);
        return keys;
    }
}
