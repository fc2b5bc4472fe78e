using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Gateway.Clustering;

/// <summary>Where the cluster is found: a gateway alone has nothing to do.</summary>
internal sealed class ClusterAddress
{
    [Required(ErrorMessage = "Orchestrator:Redis:Connection must name the Redis in which the cluster of this gateway meets.")]
    public string? Connection { get; set; }
}
