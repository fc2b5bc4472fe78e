using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting;

/// <summary><c>/metrics</c>, for a Prometheus that reads each process itself.</summary>
public static class Scraping
{
    private const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    /// <summary>Where it is not <see cref="ScrapeSettings.Enabled"/> there is no such path.</summary>
    public static void UseScraping(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<ScrapeSettings>>();
        if (!app.Configuration.IsScraped())
            return;
        app.UseWhen(context => context.Request.Path == Path, branch =>
        {
            branch.Use((context, next) => MayScrape(context.Request, settings.Value.ScrapeToken) ? next(context) : Refuse(context.Response));
            branch.UseOpenTelemetryPrometheusScrapingEndpoint(Path);
        });
    }

    private static bool MayScrape(HttpRequest request, string? token)
    {
        if (token is null)
            return true;
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[Scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }

    private static Task Refuse(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
