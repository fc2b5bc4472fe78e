using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Grains.Planes;

/// <summary>How a node treats the legs it carries; section <c>Orchestrator:Plane</c>.</summary>
public sealed class PlaneOptions
{
    public const string Section = "Orchestrator:Plane";

    /// <summary>Which phone network a node's legs are on. Default: the simulated one.</summary>
    public PlaneKind Kind { get; set; }

    /// <summary>How long a node that is told to stop waits for its legs to end. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A file to which the plane appends what it was told and what happened on it, for checkers; null: none.</summary>
    public string? Journal { get; set; }
}

/// <summary>The phone networks there are.</summary>
public enum PlaneKind
{
    /// <summary>In memory; what a far end does is written in the address dialed.</summary>
    Simulated,

    /// <summary>Real phones: section <c>Orchestrator:Sip</c>.</summary>
    Sip,
}
