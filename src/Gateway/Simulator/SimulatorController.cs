using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Simulator;

/// <summary>The simulated phone network, from outside.</summary>
[ApiController]
[Authorize]
[Route("api/v1/simulator")]
[Tags("Simulator")]
internal sealed class SimulatorController(Cluster cluster, GatewayState state, IOptions<GatewayOptions> options) : ControllerBase
{
    [HttpPost("inbound")]
    [EndpointSummary("Have somebody call an address")]
    [EndpointDescription("He calls in and waits; the address's script serves him. What he does once he is answered is written in `from`.")]
    [DescribedBody(RequestBodies.Inbound)]
    [ProducesResponseType<SimulatedCaller>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public async Task<ActionResult> Call()
    {
        if (state.IsDraining)
        {
            return new ProblemResult(ProblemBody.Unavailable(
                ProblemCodes.Draining, "This node takes no new calls, it is about to stop.", options.Value.RetryAfter));
        }

        var most = options.Value.MaxBodyBytes;
        if (await BodyReader.Read(Request, most, HttpContext.RequestAborted) is not { } body) return new ProblemResult(TooLarge.Problem(most));
        var (call, errors) = SimulatedCallReader.Read(User.ProjectId(), body, Request.ContentType, SwmlLimits.Default);
        var (key, keyError) = IdempotencyKey.Of(Request);
        if ((call, keyError) is not ({ }, null)) return new ProblemResult(ProblemBody.Invalid(keyError is null ? errors : [keyError, .. errors]));

        var id = CallIds.Caller(IdempotencyKey.NameOf(User.ProjectId(), key, body));
        return await cluster.Leg(id, leg => leg.Simulate(call), HttpContext.RequestAborted) == SimulateOutcome.NoSuchAddress
            ? Missing.Address
            : Accepted(SimulatedCaller.Of(id).Links.Self, SimulatedCaller.Of(id));
    }
}

/// <summary>Somebody has called in.</summary>
public sealed record SimulatedCaller(string CallId, CallLinks Links)
{
    internal static SimulatedCaller Of(string id) => new(id, new CallLinks($"/api/v1/calls/{id}", $"/api/v1/calls/{id}/timeline"));
}

/// <summary>Where to read on.</summary>
public sealed record CallLinks(string Self, string Timeline);
