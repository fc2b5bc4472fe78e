using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Gateway.Clustering;
using Orchestrator.Gateway.Lists;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>The keys that a project's webhooks are signed with.</summary>
[ApiController]
[Authorize]
[Route("api/v1/webhooks/signing_keys")]
[Tags("Webhooks")]
internal sealed class SigningKeysController(Cluster cluster) : ControllerBase
{
    /// <summary>Of randomness in a key, as Standard Webhooks advises 24 to 64.</summary>
    private const int KeyBytes = 24;

    [HttpGet]
    [EndpointSummary("List signing keys, newest first")]
    [EndpointDescription("Those that were made here and are valid; one from the configuration is not listed. No key's text is ever shown again.")]
    [ProducesResponseType<Page<SigningKeyView>>(StatusCodes.Status200OK)]
    public async Task<ActionResult> List()
    {
        var keys = await cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted).Ask(grain => grain.SigningKeys());
        return Ok(new Page<SigningKeyView>(keys, null, false));
    }

    [HttpPost]
    [EndpointSummary("Make a signing key")]
    [EndpointDescription("From then on it signs. The keys before it are valid for 24 h more, and webhook-signature carries a signature of each.")]
    [ProducesResponseType<NewSigningKey>(StatusCodes.Status201Created)]
    public async Task<ActionResult> Make()
    {
        // Made here, once: were it made where it is kept, an attempt that was given up could put one that nobody was told in its place.
        var (id, text) = ($"whk_{Guid.NewGuid():n}", Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        var at = await cluster.Webhooks(User.ProjectId(), HttpContext.RequestAborted).Ask(grain => grain.RotateSigningKey(id, text));
        Response.Headers.CacheControl = "no-store";
        return StatusCode(StatusCodes.Status201Created, new NewSigningKey(id, at, text));
    }
}
