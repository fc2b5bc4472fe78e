using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>The URLs that a project's webhooks go to: how they do, muted and unmuted, their dead letters.</summary>
[ApiController]
[Authorize]
[Route("api/v1/webhooks/endpoints")]
[Tags("Webhooks")]
internal sealed class EndpointsController(Cluster cluster) : ControllerBase
{
    private const int LongestUrl = 2048;
    private const int ShortestMute = 60;
    private const int UsualMute = 24 * 60 * 60;
    private const int LongestMute = 30 * UsualMute;

    private ProjectWebhooks Mine => cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted);

    [HttpGet]
    [EndpointSummary("Show how a URL does")]
    [EndpointDescription("Its circuit, what waits for it, its last outcomes. Credentials in the URL do not count, and are better left out.")]
    [ProducesResponseType<EndpointView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> Find([FromQuery(Name = "url")] string? url)
    {
        var reader = new QueryReader(Request.Query, "url");
        reader.Text("url", url ?? "", LongestUrl);
        return reader.Errors.Count > 0
            ? new ProblemResult(ProblemBody.Invalid(reader.Errors))
            : await Get(await Mine.Ask(grain => grain.EndpointOf(url!)));
    }

    [HttpGet("{id}")]
    [EndpointSummary("Show how an endpoint does")]
    [ProducesResponseType<EndpointView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Get(string id) => await Mine.Ask(grain => grain.Endpoint(id)) is { } view ? Ok(view) : Missing.Endpoint;

    [HttpPost("{id}/mute")]
    [EndpointSummary("Mute an endpoint")]
    [EndpointDescription("Its webhooks become dead letters, and no request is made, for so many seconds: 60 to 2592000; 86400.")]
    [ProducesResponseType<EndpointView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> Mute(string id, [FromQuery(Name = "seconds")] string? seconds)
    {
        var reader = new QueryReader(Request.Query, "seconds");
        var time = TimeSpan.FromSeconds(reader.Number("seconds", seconds, UsualMute, ShortestMute, LongestMute));
        return reader.Errors.Count > 0 ? new ProblemResult(ProblemBody.Invalid(reader.Errors)) : await Mute(id, time);
    }

    [HttpPost("{id}/unmute")]
    [EndpointSummary("Unmute an endpoint")]
    [ProducesResponseType<EndpointView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public Task<ActionResult> Unmute(string id) => Mute(id, TimeSpan.Zero);

    [HttpPost("{id}/redeliver")]
    [EndpointSummary("Send an endpoint's dead letters again")]
    [EndpointDescription("Those that died since an instant, one after another at a bounded rate, 10,000 at most; ask again for more.")]
    [ProducesResponseType<RedeliveredBody>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> Redeliver(string id, [FromQuery(Name = "since")] string? since)
    {
        var reader = new QueryReader(Request.Query, "since");
        var instant = reader.Instant("since", since ?? "");
        if (instant is null) return new ProblemResult(ProblemBody.Invalid(reader.Errors));
        return await Mine.Ask(grain => grain.RedeliverDead(id, instant.Value)) is { } count ? Accepted(new RedeliveredBody(count)) : Missing.Endpoint;
    }

    private async Task<ActionResult> Mute(string id, TimeSpan time) =>
        await Mine.Ask(grain => grain.Mute(id, time)) ? await Get(id) : Missing.Endpoint;
}

/// <param name="Redelivered">How many dead letters are sent again.</param>
public sealed record RedeliveredBody(int Redelivered);
