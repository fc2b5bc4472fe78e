using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Grains.Storage;

/// <summary>How much the <see cref="MemoryCallStore"/> remembers of what is over.</summary>
public sealed class MemoryStoreOptions
{
    /// <summary>How long a session is kept after its last record ended and its last webhook was settled. Default: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Ended sessions kept at most; beyond it the longest ended goes first. Default: 10,000.</summary>
    [Range(1, 10_000_000)]
    public int MostEndedSessions { get; set; } = 10_000;

    /// <summary>Delivered and dead webhooks remembered at most; beyond it the one whose time is over next goes first. Default: 20,000.</summary>
    [Range(1, 10_000_000)]
    public int MostDeliveries { get; set; } = 20_000;

    /// <summary>How long a commit's webhooks count as looked after by the sender of its silo. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan WebhookLease { get; set; } = TimeSpan.FromSeconds(10);
}
