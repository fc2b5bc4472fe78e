using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Connects;

/// <summary>
/// Starts a connect: 1. not while draining; 2. the body, bounded; 3. everything that is wrong with it, at once; 4. not beyond what can be
/// accepted at once; 5. the caller's leg decides.
/// </summary>
[ApiController]
[Authorize]
[Route("api/v1/connects")]
[Tags("Connects")]
internal sealed class StartConnectController(ConnectStarter starter, GatewayState state, Admission admission, IOptions<GatewayOptions> options)
    : ControllerBase
{
    [HttpPost]
    [EndpointSummary("Run a connect")]
    [EndpointDescription("JSON or YAML. With an Idempotency-Key the same request again gets the first answer again and starts nothing.")]
    [DescribedBody(RequestBodies.Connect)]
    [ProducesResponseType<AcceptedConnect>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status409Conflict, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status503ServiceUnavailable, ProblemWriter.ContentType)]
    public async Task<ActionResult> Start()
    {
        if (state.IsDraining)
        {
            return Refused(ProblemBody.Unavailable(
                ProblemCodes.Draining, "This node takes no new connects, it is about to stop.", options.Value.RetryAfter));
        }

        var most = options.Value.MaxBodyBytes;
        if (await BodyReader.Read(Request, most, HttpContext.RequestAborted) is not { } body) return Refused(TooLarge.Problem(most));

        var (key, keyError) = IdempotencyKey.Of(Request);
        var reading = ConnectRequestReader.Read(body, Request.ContentType, SwmlLimits.Default with { AllowInsecureStreams = options.Value.AllowInsecureStreams });
        if ((reading.Request, keyError) is not ({ } request, null))
            return Refused(ProblemBody.Invalid(keyError is null ? reading.Errors : [keyError, .. reading.Errors]));

        using var place = admission.Enter();
        return place.IsAcquired
            ? Answer(await starter.Start(User.ProjectId(), request, key, body, HttpContext.RequestAborted), isKeyed: key is not null)
            : Refused(ProblemBody.Unavailable(
                ProblemCodes.Overloaded, "Too many connects are being accepted at once; this one was not begun.", options.Value.RetryAfter));
    }

    private ActionResult Answer(StartedConnect started, bool isKeyed)
    {
        if (StartOutcomes.ProblemOf(started.Result.Outcome) is { } problem) return Refused(problem);

        // Without a key only this process can have asked twice, because a silo was lost.
        if (isKeyed && started.Result.Outcome == StartConnectOutcome.Replayed) Response.Headers[IdempotencyKey.ReplayedHeader] = "true";
        var accepted = AcceptedConnect.Of(started.ConnectId, started.CallId, started.Result.CreatedAt);
        return Accepted(accepted.Links.Self, accepted);
    }

    private static ProblemResult Refused(ProblemBody problem) => new(problem);
}
