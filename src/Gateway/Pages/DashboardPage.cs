using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Hosting.Clustering;
using Orleans.Dashboard;

namespace Orchestrator.Gateway.Pages;

/// <summary>
/// Orleans' own dashboard, if <see cref="ClusterSettings.Dashboard"/> says so. It shows the grains of all projects, so it is for operators.
/// </summary>
internal static class DashboardPage
{
    public const string Path = "/orleans/";

    public static void MapDashboard(this WebApplication app)
    {
        if (!app.Configuration.HasDashboard()) return;

        app.MapOrleansDashboard(Path.TrimEnd('/'))
            .RequireAuthorization(ProjectIdentity.Operator)
            .ExcludeFromDescription()
            .AddEndpointFilter(static (context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy = PageSecurity.Dashboard;
                return next(context);
            });
    }
}
