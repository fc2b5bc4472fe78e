using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>Webhooks out of their fast phase: listed, shown, redelivered.</summary>
[ApiController]
[Authorize]
[Route("api/v1/webhooks/deliveries")]
[Tags("Webhooks")]
internal sealed class DeliveriesController(Cluster cluster) : ControllerBase
{
    [HttpGet]
    [EndpointSummary("List webhook deliveries, newest event first")]
    [EndpointDescription("A webhook is listed once its first attempts are over: delivered, parked until the next attempt, or dead.")]
    [ProducesResponseType<Page<DeliveryRow>>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> List([FromQuery] DeliveryFilter filter)
    {
        var (query, errors) = DeliveryQueryReader.Read(User.ProjectId(), filter, Request.Query);
        if (errors.Count > 0) return new ProblemResult(ProblemBody.Invalid(errors));

        var webhooks = cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted);
        if (filter.Url is { } url) query = query with { Endpoint = await webhooks.Ask(grain => grain.EndpointOf(url)) };
        var found = await webhooks.Ask(grain => grain.Deliveries(query with { Limit = query.Limit + 1 }));
        var shown = found.Take(query.Limit).Select(DeliveryRow.Of).ToList();
        var more = found.Count > shown.Count;
        return Ok(new Page<DeliveryRow>(shown, more ? Cursor.Write(new ListPosition(shown[^1].CreatedAt, shown[^1].Id)) : null, more));
    }

    [HttpGet("{id}")]
    [EndpointSummary("Show a webhook delivery and its attempts")]
    [ProducesResponseType<DeliveryView>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public async Task<ActionResult> Get(string id) =>
        await cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted).Ask(grain => grain.Delivery(id)) is { } view
            ? Ok(view)
            : Missing.Delivery;

    [HttpPost("{id}/redeliver")]
    [EndpointSummary("Send a dead letter again")]
    [EndpointDescription("It is tried at once, and from then on as if it were new, with the same webhook-id. One that waits for its next attempt is left to it.")]
    [ProducesResponseType<DeliveryView>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status409Conflict, ProblemWriter.ContentType)]
    public async Task<ActionResult> Redeliver(string id)
    {
        var webhooks = cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted);
        var outcome = await webhooks.Ask(grain => grain.Redeliver(id));
        if (outcome == RedeliverOutcome.NotFound) return Missing.Delivery;
        if (outcome == RedeliverOutcome.Delivered)
        {
            return new ProblemResult(ProblemBody.Of(
                StatusCodes.Status409Conflict, ProblemCodes.DeliveryNotDead, "It was delivered."));
        }

        return await webhooks.Ask(grain => grain.Delivery(id)) is { } view ? Accepted(view) : Missing.Delivery;
    }
}
