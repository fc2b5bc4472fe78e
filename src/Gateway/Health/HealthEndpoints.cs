using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Orchestrator.Gateway.Health;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => new HealthBody("live"))
            .AllowAnonymous()
            .WithTags("Health")
            .WithSummary("Whether the process runs; looks at nothing else")
            .Produces<HealthBody>();
        endpoints.MapGet("/health/ready", Ready)
            .AllowAnonymous()
            .WithTags("Health")
            .WithSummary("Whether new connects are taken")
            .Produces<HealthBody>()
            .Produces<HealthBody>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<JsonHttpResult<HealthBody>> Ready(GatewayState state, GrainProbe probe) => state.IsDraining
        ? Unready("draining")
        : await probe.IsReachable() ? TypedResults.Json(new HealthBody("ready")) : Unready("unavailable");

    private static JsonHttpResult<HealthBody> Unready(string status) =>
        TypedResults.Json(new HealthBody(status), statusCode: StatusCodes.Status503ServiceUnavailable);
}
