using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Pages;
using Orchestrator.Hosting.Clustering;

namespace Orchestrator.Gateway.Nodes;

/// <summary>The processes of the cluster. Figures over all projects, and nothing of any call.</summary>
[ApiController]
[Authorize]
[Route("api/v1/cluster")]
[Tags("Cluster")]
internal sealed class ClusterController(Cluster cluster, IOptions<ClusterSettings> settings) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("Show the nodes of the cluster and what each carries")]
    [EndpointDescription("Silos and plane nodes, each in its latest run. A node without figures did not answer within a second. Gateways are no members.")]
    [ProducesResponseType<ClusterPage>(StatusCodes.Status200OK)]
    public async Task<ActionResult> Show()
    {
        var nodes = await cluster.Nodes(HttpContext.RequestAborted);
        var dashboard = settings.Value.Dashboard && User.IsInRole(ProjectIdentity.Operator) ? DashboardPage.Path : null;
        return Ok(new ClusterPage([.. nodes.Select(NodeRow.Of)], null, false, dashboard));
    }
}
