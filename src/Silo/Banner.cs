using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Grains.Planes;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Outbound;

namespace Orchestrator.Silo;

/// <summary>What a newcomer reads when the service has started.</summary>
internal static class Banner
{
    public static void AnnounceWhenStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var address = app.Urls.FirstOrDefault() ?? "?";
        var projects = app.Services.GetRequiredService<IOptions<ProjectsOptions>>().Value.Projects;
        var loopback = app.Services.GetRequiredService<IOptions<OutboundOptions>>().Value.AllowLoopback == true;
        var isDevelopment = projects.Any(project => project.Tokens.Contains(ProjectsOptions.Development));
        var settings = app.Services.GetRequiredService<IOptions<ClusterSettings>>().Value;
        var mode = app.Configuration.RedisConnection() is null
            ? $"gateway, silo, {(app.Configuration.PlaneKind() == PlaneKind.Sip ? "SIP" : "simulated phone network")}; calls are kept in memory."
            : $"silo {settings.NodeName} ({settings.Role.ToString().ToLowerInvariant()}) of cluster {settings.ClusterId}; calls are kept in Redis.";
        Console.WriteLine($"""

              Call orchestrator is up: {mode}
                console  {address}/
                API      {address}/api/v1       reference: {address}/docs
                webhooks {(loopback ? "may go to this machine's loopback: it listens on nothing else" : "go to public addresses, and to what Orchestrator:Outbound:Allow opens")}
                sign in  {(isDevelopment ? "project dev, token dev (loopback only)" : "with a configured project and token")}

              """);
    });
}
