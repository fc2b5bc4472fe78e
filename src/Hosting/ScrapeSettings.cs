using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Hosting;

/// <summary>Whether Prometheus may read the metrics of this process at <c>/metrics</c>. Section <c>Orchestrator:Metrics</c>.</summary>
public sealed class ScrapeSettings
{
    public const string Section = "Orchestrator:Metrics";

    /// <summary>Default: no.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// What a scraper sends as <c>Authorization: Bearer</c>, 16 to 256 letters, digits and <c>-._~</c>. Default: none, which is allowed
    /// where no other machine can reach the process.
    /// </summary>
    [RegularExpression(@"[A-Za-z0-9\-._~]{16,256}")]
    public string? ScrapeToken { get; set; }
}
