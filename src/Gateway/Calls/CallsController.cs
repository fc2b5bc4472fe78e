using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Timelines;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Calls;

/// <summary>Calls, callers' legs and dialed ones alike.</summary>
[ApiController]
[Authorize]
[Route("api/v1/calls")]
[Tags("Calls")]
internal sealed class CallsController(Cluster cluster, Lister lister) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("List calls, newest first")]
    [ProducesResponseType<Page<CallRow>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> List([FromQuery] ListFilter filter)
    {
        var (query, errors) = ListQueryReader.Read<CallState>(User.ProjectId(), ListKind.Call, filter, Request.Query);
        return errors.Count > 0
            ? new ProblemResult(ProblemBody.Invalid(errors))
            : Ok(await lister.Page(query, CallRow.Of, HttpContext.RequestAborted));
    }

    [HttpGet("{id}")]
    [EndpointSummary("Show a call")]
    [ProducesResponseType<CallView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Get(string id) =>
        await cluster.Call(User.ProjectId(), id, HttpContext.RequestAborted) is { } view ? Ok(view) : Missing.Call;

    [HttpGet("{id}/timeline")]
    [EndpointSummary("Show everything that happened to a call so far")]
    [ProducesResponseType<Page<EntryBody>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Timeline(string id)
    {
        if (!CallIds.IsCall(id)) return Missing.Call;
        var entries = await cluster.Read(User.ProjectId(), id, HttpContext.RequestAborted);
        return entries is null ? Missing.Call : Ok(EntryRenderer.PageOf(entries));
    }
}
