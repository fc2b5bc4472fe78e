using Orchestrator.Grains.Interfaces.Failures;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>Which failures say that Redis cannot serve now. Any other is a bug, and is not hidden.</summary>
internal static class RedisFaults
{
    private static readonly string[] CannotServe =
    [
        "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "BUSY", "OOM", "MISCONF", "NOREPLICAS",
        "NOAUTH", "NOPERM", "WRONGPASS",
    ];

    public static bool IsAway(Exception failure) => failure switch
    {
        RedisConnectionException or RedisTimeoutException => true,
        // Nobody here cancels a command: the connection was given up under it.
        OperationCanceledException => true,
        RedisServerException => CannotServe.Any(code => failure.Message.StartsWith(code, StringComparison.Ordinal)),
        _ => false,
    };

    /// <summary>In words alone: the exceptions of a connection's depths cannot be sent between silos.</summary>
    public static StoreUnavailableException Away(Exception failure) => new($"Redis is away: {failure.Message}");

    public static bool IsUnknownScript(RedisServerException failure) =>
        failure.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);
}
