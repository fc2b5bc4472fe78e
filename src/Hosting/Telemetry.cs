using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Hosting.Settings;

namespace Orchestrator.Hosting;

/// <summary>
/// Metrics and traces, exported by OTLP when the standard variables say where to (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin);
/// metrics also, or only, shown at <c>/metrics</c> when <see cref="ScrapeSettings"/> say so.
/// </summary>
public static class Telemetry
{
    /// <param name="instruments">Names of the program's own meters, which are those of its activity sources.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, params string[] instruments)
    {
        builder.Services.AddSettings<ScrapeSettings>(builder.Configuration, ScrapeSettings.Section);
        var (isPushed, isScraped) = (builder.Configuration.IsPushed(), builder.Configuration.IsScraped());
        if (!isPushed && !isScraped)
            return;
        var node = builder.Configuration[$"{ClusterSettings.Section}:{nameof(ClusterSettings.NodeName)}"];
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("orchestrator", serviceInstanceId: node, autoGenerateServiceInstanceId: node is null))
            .WithMetrics(metrics => metrics
                .AddMeter([.. instruments, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "System.Runtime"]));
        if (isScraped)
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
        if (isPushed)
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter()).WithTracing(traces => traces
                .AddSource([.. instruments, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application"])
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWork)
                .AddOtlpExporter());
    }

    internal static bool IsScraped(this IConfiguration configuration) =>
        bool.TryParse(configuration[$"{ScrapeSettings.Section}:{nameof(ScrapeSettings.Enabled)}"], out var isScraped) && isScraped;

    private static bool IsPushed(this IConfiguration configuration) => configuration.AsEnumerable().Any(setting =>
        setting.Key.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(setting.Value));

    /// <summary>Whoever only looks whether the process is well leaves no trace.</summary>
    private static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics");
}
