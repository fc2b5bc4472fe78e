using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Connects;

/// <summary>Connects: shown, listed, ended. Starting one is <see cref="StartConnectController"/>.</summary>
[ApiController]
[Authorize]
[Route("api/v1/connects")]
[Tags("Connects")]
internal sealed class ConnectsController(Cluster cluster, Lister lister) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("List connects, newest first")]
    [ProducesResponseType<Page<ConnectRow>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> List([FromQuery] ListFilter filter)
    {
        var (query, errors) = ListQueryReader.Read<ConnectStatus>(User.ProjectId(), ListKind.Connect, filter, Request.Query);
        return errors.Count > 0
            ? new ProblemResult(ProblemBody.Invalid(errors))
            : Ok(await lister.Page(query, ConnectRow.Of, HttpContext.RequestAborted));
    }

    [HttpGet("{id}")]
    [EndpointSummary("Show a connect and its legs")]
    [ProducesResponseType<ConnectView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Get(string id) =>
        await cluster.Connect(User.ProjectId(), id, HttpContext.RequestAborted) is { } view ? Ok(view) : Missing.Connect;

    [HttpDelete("{id}")]
    [EndpointSummary("Cancel a connect, or end its bridge")]
    [EndpointDescription(
        "While connecting it fails with the reason cancel; while connected its bridge ends. The view may still show what it was a moment ago.")]
    [ProducesResponseType<ConnectView>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status409Conflict, ProblemWriter.ContentType)]
    public async Task<ActionResult> End(string id)
    {
        if (!CallIds.IsConnect(id)) return Missing.Connect;
        var outcome = await cluster.Cancel(User.ProjectId(), id, HttpContext.RequestAborted);
        if (outcome == CancelConnectOutcome.NotFound) return Missing.Connect;
        if (outcome == CancelConnectOutcome.AlreadyEnded)
            return new ProblemResult(ProblemBody.Of(StatusCodes.Status409Conflict, ProblemCodes.ConnectEnded, "The connect is over already."));

        var view = await cluster.Connect(User.ProjectId(), id, HttpContext.RequestAborted);
        return view is null ? Missing.Connect : Accepted(view);
    }
}
