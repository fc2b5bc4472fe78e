using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Gateway.Queues;

/// <summary>The queues of a project. They come into being with whoever enters or takes first, and go some time after the last has left.</summary>
[ApiController]
[Authorize]
[Route("api/v1/queues")]
[Tags("Queues")]
internal sealed class QueuesController(Cluster cluster) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("List queues, newest first")]
    [ProducesResponseType<Page<QueueView>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> List([FromQuery(Name = "limit")] string? limit, [FromQuery(Name = "cursor")] string? cursor)
    {
        var reader = new QueryReader(Request.Query, "limit", "cursor");
        var query = new ListQuery(User.ProjectId(), ListKind.Queue, null, null, null, null, reader.Position(cursor), reader.Limit(limit));
        return reader.Errors.Count > 0 ? new ProblemResult(ProblemBody.Invalid(reader.Errors)) : Ok(await Page(query));
    }

    [HttpGet("{name}")]
    [EndpointSummary("Show a queue")]
    [ProducesResponseType<QueueView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Get(string name) =>
        await cluster.Queue(User.ProjectId(), name, HttpContext.RequestAborted) is { } view ? Ok(view) : Missing.Queue;

    [HttpGet("{name}/members")]
    [EndpointSummary("Show who waits in a queue, the first first")]
    [ProducesResponseType<Page<QueueMember>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Members(string name) =>
        await cluster.QueueMembers(User.ProjectId(), name, HttpContext.RequestAborted) is { } members
            ? Ok(new Page<QueueMember>(members, NextCursor: null, HasMore: false))
            : Missing.Queue;

    /// <summary>The list knows names; how long the lines are, the queues themselves.</summary>
    private async Task<Page<QueueView>> Page(ListQuery query)
    {
        var rows = await cluster.List(query with { Limit = query.Limit + 1 }, HttpContext.RequestAborted);
        var shown = rows.Take(query.Limit).ToList();
        var views = await Task.WhenAll(shown.Select(row => cluster.Queue(query.ProjectId, row.From, HttpContext.RequestAborted)));
        var more = rows.Count > query.Limit;
        return new Page<QueueView>([.. views.OfType<QueueView>()], more ? Cursor.Write(new ListPosition(shown[^1].CreatedAt, shown[^1].Id)) : null, more);
    }
}
