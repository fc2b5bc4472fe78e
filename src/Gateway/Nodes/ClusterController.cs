using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;

namespace Orchestrator.Gateway.Nodes;

/// <summary>The processes of the cluster. Figures over all projects, and nothing of any call.</summary>
[ApiController]
[Authorize]
[Route("api/v1/cluster")]
[Tags("Cluster")]
internal sealed class ClusterController(Cluster cluster) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("Show the nodes of the cluster and what each carries")]
    [EndpointDescription("Silos and plane nodes, each in its latest run. A node without figures did not answer within a second. Gateways are no members.")]
    [ProducesResponseType<Page<NodeRow>>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Show()
    {
        var nodes = await cluster.Nodes(HttpContext.RequestAborted);
        return Ok(new Page<NodeRow>([.. nodes.Select(NodeRow.Of)], null, false));
    }
}
