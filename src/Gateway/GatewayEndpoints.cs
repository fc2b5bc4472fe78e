using Microsoft.AspNetCore.Builder;
using Orchestrator.Gateway.Health;
using Orchestrator.Gateway.Pages;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;

namespace Orchestrator.Gateway;

/// <summary>The way of a request: farewell, headers, failures, bare statuses, other sites, who it is, then the endpoint.</summary>
public static class GatewayEndpoints
{
    public static WebApplication MapGateway(this WebApplication app)
    {
        app.Use(Farewell.Say);
        app.Use(SecurityHeaders.Add);
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(context => BareStatus.Explain(context.HttpContext));
        app.Use(CrossSite.Refuse);
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapControllers();
        app.MapHealth();
        // The one document there is; another name is a path with nothing at it.
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").AllowAnonymous();
        app.MapReference();
        app.MapConsole();
        app.MapDashboard();
        return app;
    }
}
