using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Orchestrator.Hosting.Clustering;

/// <summary>
/// This process as a member of a cluster. Section <c>Orchestrator:Cluster</c>; without a Redis to meet in, only
/// <see cref="NodeName"/> and <see cref="Role"/> mean anything.
/// </summary>
public sealed class ClusterSettings : IValidatableObject
{
    public const string Section = "Orchestrator:Cluster";

    /// <summary>Silos and gateways of one id find each other. Default: <c>orchestrator</c>.</summary>
    [Required, RegularExpression("[A-Za-z0-9-]{1,64}")]
    public string ClusterId { get; set; } = "orchestrator";

    /// <summary>Stays the same when a cluster is replaced by another one, as what is stored does. Default: <c>orchestrator</c>.</summary>
    [Required, RegularExpression("[A-Za-z0-9-]{1,64}")]
    public string ServiceId { get; set; } = "orchestrator";

    /// <summary>How operators know this process; one of its kind in the cluster. Default: the host's name.</summary>
    [Required, RegularExpression(@"[A-Za-z0-9_.\-]{1,64}")]
    public string NodeName { get; set; } = Dns.GetHostName();

    /// <summary>The IP address on which this silo listens and the others reach it. Default: the host's first one.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>Port for other silos, 1 to 65,535. Default: 11,111.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Port for gateways, 1 to 65,535. Default: 30,000.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Default: all.</summary>
    [EnumDataType(typeof(ClusterRole))]
    public ClusterRole Role { get; set; }

    /// <summary>
    /// Whether Orleans' own dashboard is there: silos count their grains' calls for it, gateways show it to operators. The same for all
    /// of the cluster. Default: no.
    /// </summary>
    public bool Dashboard { get; set; }

    /// <summary>Time between two probes of a silo, and how long an answer may take, 0.2 to 60 s. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How far the wait is stretched for a silo that seems slow or whose connection still stands, 0.2 to 60 s, not less than
    /// <see cref="ProbeTimeout"/>. A silo that hangs is evicted after about this × <see cref="MissedProbes"/>. Default: 4 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan MaxProbeTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Missed probes after which a silo is suspected, 1 to 10. Default: 3.</summary>
    [Range(1, 10)]
    public int MissedProbes { get; set; } = 3;

    /// <summary>Silos that must suspect one before it is evicted, 1 to 10. Default: 2.</summary>
    [Range(1, 10)]
    public int Votes { get; set; } = 2;

    /// <summary>How often a silo or gateway reads anew who is there, 1 s to 5 min. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxProbeTimeout < ProbeTimeout)
            yield return new($"{nameof(MaxProbeTimeout)} must not be less than {nameof(ProbeTimeout)}.", [nameof(MaxProbeTimeout)]);
        if (SiloPort == GatewayPort)
            yield return new($"{nameof(SiloPort)} and {nameof(GatewayPort)} must differ.", [nameof(GatewayPort)]);
        if (AdvertisedAddress is not null && !IsAddress(AdvertisedAddress))
            yield return new($"{nameof(AdvertisedAddress)} must be an IP address that others can reach.", [nameof(AdvertisedAddress)]);
    }

    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
