using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Documents;

/// <summary>SWML documents, without running them.</summary>
[ApiController]
[Authorize]
[Route("api/v1/swml")]
[Tags("SWML")]
internal sealed class SwmlController(IOptions<GatewayOptions> options) : ControllerBase
{
    [HttpPost("validate")]
    [EndpointSummary("Check a document without running it")]
    [EndpointDescription("JSON or YAML. 200 whether it holds or not; the errors are all there are, in document order.")]
    [DescribedBody(RequestBodies.Document)]
    [ProducesResponseType<ValidationBody>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    public async Task<ActionResult> Validate()
    {
        var most = options.Value.MaxBodyBytes;
        if (await BodyReader.Read(Request, most, HttpContext.RequestAborted) is not { } body) return new ProblemResult(TooLarge.Problem(most));

        var read = SwmlValidator.Read(body, Request.ContentType);
        return Ok(new ValidationBody(read.Errors.IsEmpty, [.. read.Errors.Select(ErrorItem.Of)]));
    }
}
