using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Orchestrator.Gateway.Pages;

/// <summary>
/// The readable API reference. Its bundle comes from this assembly's own package; every feature that would ask another host is off,
/// and the policy of the page would stop it if it were not.
/// </summary>
internal static class ReferencePage
{
    private const string Path = "/docs";
    private static readonly CompositeFormat Policy = CompositeFormat.Parse(PageSecurity.Reference);

    public static void MapReference(this IEndpointRouteBuilder endpoints) => endpoints
        .MapScalarApiReference(Path, Configure)
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static void Configure(ScalarOptions options, HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        context.Response.Headers.ContentSecurityPolicy = string.Format(CultureInfo.InvariantCulture, Policy, nonce);
        options
            .WithNonce(nonce)
            .WithTitle("Call orchestrator API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools()
            .PreserveSchemaPropertyOrder()
            .AddPreferredSecuritySchemes("Basic");
    }
}
