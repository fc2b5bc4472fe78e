using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.OpenApi;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Addresses;

/// <summary>What can be called, and what then runs.</summary>
[ApiController]
[Authorize]
[Route("api/v1/addresses")]
[Tags("Addresses")]
internal sealed class AddressesController(Cluster cluster, IOptions<GatewayOptions> options) : ControllerBase
{
    [HttpPut("{number}")]
    [EndpointSummary("Say what runs when a phone number is called")]
    [DescribedBody(RequestBodies.Address)]
    [ProducesResponseType<AddressResource>(StatusCodes.Status200OK)]
    [ProducesResponseType<AddressResource>(StatusCodes.Status201Created)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status409Conflict, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public Task<ActionResult> Put(string number) => Put(AddressPath.Of(number));

    [HttpPut("{context}/{name}")]
    [EndpointSummary("Say what runs when a Resource address is called")]
    [DescribedBody(RequestBodies.Address)]
    [ProducesResponseType<AddressResource>(StatusCodes.Status200OK)]
    [ProducesResponseType<AddressResource>(StatusCodes.Status201Created)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status413PayloadTooLarge, ProblemWriter.ContentType)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status422UnprocessableEntity, ProblemWriter.ContentType)]
    public Task<ActionResult> Put(string context, string name) => Put(AddressPath.Of(context, name, User.ProjectId()));

    [HttpGet("{number}")]
    [EndpointSummary("Show what runs when a phone number is called")]
    [ProducesResponseType<AddressResource>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public Task<ActionResult> Get(string number) => Get(AddressPath.Of(number));

    [HttpGet("{context}/{name}")]
    [EndpointSummary("Show what runs when a Resource address is called")]
    [ProducesResponseType<AddressResource>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public Task<ActionResult> Get(string context, string name) => Get(AddressPath.Of(context, name, User.ProjectId()));

    [HttpDelete("{number}")]
    [EndpointSummary("Let nothing run when a phone number is called")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public Task<ActionResult> Delete(string number) => Delete(AddressPath.Of(number));

    [HttpDelete("{context}/{name}")]
    [EndpointSummary("Let nothing run when a Resource address is called")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemBody>(StatusCodes.Status404NotFound, ProblemWriter.ContentType)]
    public Task<ActionResult> Delete(string context, string name) => Delete(AddressPath.Of(context, name, User.ProjectId()));

    private async Task<ActionResult> Put(AddressPath path)
    {
        if (path.Key is not { } key) return new ProblemResult(ProblemBody.Invalid([path.Error!]));
        var most = options.Value.MaxBodyBytes;
        if (await BodyReader.Read(Request, most, HttpContext.RequestAborted) is not { } bytes) return new ProblemResult(TooLarge.Problem(most));
        var (body, errors) = AddressReader.Read(bytes, Request.ContentType, SwmlLimits.Default, AddressKeys.IsNumber(path.Written));
        if (body is null) return new ProblemResult(ProblemBody.Invalid(errors));

        var view = await cluster.Address(key, address => address.Put(User.ProjectId(), body), HttpContext.RequestAborted);
        if (view is null)
            return new ProblemResult(ProblemBody.Of(StatusCodes.Status409Conflict, ProblemCodes.AddressTaken, "The number belongs to another project."));
        var resource = AddressResource.Of(path.Written, view);
        return view.Created ? Created(Request.Path.Value, resource) : Ok(resource);
    }

    private async Task<ActionResult> Get(AddressPath path) =>
        path.Key is { } key && await cluster.Address(key, address => address.Get(User.ProjectId()), HttpContext.RequestAborted) is { } view
            ? Ok(AddressResource.Of(path.Written, view))
            : Missing.Address;

    private async Task<ActionResult> Delete(AddressPath path) =>
        path.Key is { } key && await cluster.Address(key, address => address.Delete(User.ProjectId()), HttpContext.RequestAborted)
            ? NoContent()
            : Missing.Address;
}
