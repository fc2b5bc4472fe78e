using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrator.Hosting.Clustering;

namespace Orchestrator.Gateway;

/// <summary>What an operator reads when the gateway has found its cluster.</summary>
internal static class Banner
{
    public static void AnnounceWhenStarted(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var settings = app.Services.GetRequiredService<IOptions<ClusterSettings>>().Value;
        Console.WriteLine($"Call orchestrator is up: gateway {settings.NodeName} of cluster {settings.ClusterId}, at {app.Urls.FirstOrDefault() ?? "?"}");
    });
}
