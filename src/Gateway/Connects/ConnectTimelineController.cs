using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Timelines;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Gateway.Connects;

/// <summary>What happened to a connect: as a list, and as a stream.</summary>
[ApiController]
[Authorize]
[Route("api/v1/connects/{id}")]
[Tags("Connects")]
internal sealed class ConnectTimelineController(Cluster cluster, TimelineStream stream) : ControllerBase
{
    [HttpGet("timeline")]
    [EndpointSummary("Show everything that happened to a connect so far")]
    [ProducesResponseType<Page<EntryBody>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Timeline(string id)
    {
        if (!CallIds.IsConnect(id)) return Missing.Connect;
        var entries = await cluster.Read(User.ProjectId(), id, HttpContext.RequestAborted);
        return entries is null ? Missing.Connect : Ok(EntryRenderer.PageOf(entries));
    }

    [HttpGet("events")]
    [EndpointSummary("Follow a connect as it happens (server-sent events)")]
    [EndpointDescription(
        "Events: entry (its id is the sequence), ping, and end with the connect as it ended. Goes on behind Last-Event-ID, or behind ?after=.")]
    [ProducesResponseType<string>(StatusCodes.Status200OK, "text/event-stream")]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> Events(
        string id, [FromQuery] string? after, [FromHeader(Name = ResumePoint.Header)] string? lastEventId)
    {
        var (sequence, error) = ResumePoint.Of(lastEventId, after);
        if (error is not null) return new ProblemResult(ProblemBody.Invalid([error]));
        if (!CallIds.IsConnect(id)) return Missing.Connect;

        var soFar = await cluster.Read(User.ProjectId(), id, HttpContext.RequestAborted);
        if (soFar is null) return Missing.Connect;
        await stream.Write(HttpContext, new StreamSubject(User.ProjectId(), id, soFar, sequence));
        return new EmptyResult();
    }
}
