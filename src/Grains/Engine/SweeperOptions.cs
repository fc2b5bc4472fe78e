using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Grains.Engine;

/// <summary>How overdue records are found; section <c>Orchestrator:Sweeper</c>.</summary>
public sealed class SweeperOptions
{
    public const string Section = "Orchestrator:Sweeper";

    /// <summary>How often each silo asks the store. Default: 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after its deadline a record counts as overdue: its own alarm clock comes first. Default: 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Grace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a record that was found is this silo's to look after. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a record whose grain cannot be reached is tried again and again before it is left to the next claim: a silo that was
    /// killed is missed after a second or two, and its deadlines are not to wait for the lease. Shorter than the lease. Default: 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Records looked after at once, at most. Default: 512.</summary>
    [Range(1, 100_000)]
    public int AtOnce { get; set; } = 512;

    /// <summary>How often each silo looks for nodes that are gone. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan NodeInterval { get; set; } = TimeSpan.FromSeconds(1);
}
