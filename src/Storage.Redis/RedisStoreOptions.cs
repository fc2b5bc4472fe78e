using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Storage.Redis;

/// <summary>Where Redis is, how long it is waited for, and how much it remembers of what is over.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>Endpoints, and whatever else StackExchange.Redis reads: <c>redis-1:6379,redis-2:6379,password=…,ssl=true</c>.</summary>
    [Required]
    public string Connection { get; set; } = "";

    /// <summary>Begins every key: services of one prefix are one service. Default: <c>orc</c>.</summary>
    [Required, RegularExpression("[a-z0-9-]{1,40}")]
    public string KeyPrefix { get; set; } = "orc";

    /// <summary>How long a connection may take to come about. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take, to within a quarter of it; then the store counts as away. Default: 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a session is kept after its last record ended and its last webhook was settled. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a commit's webhooks count as looked after by the sender of its silo. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan WebhookLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often who waits for an entry looks himself, since a message of Redis may be lost. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan EntryPoll { get; set; } = TimeSpan.FromSeconds(1);
}
