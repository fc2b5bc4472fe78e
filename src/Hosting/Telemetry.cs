using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestrator.Hosting.Clustering;

namespace Orchestrator.Hosting;

/// <summary>
/// Metrics and traces, exported by OTLP when the standard variables say where to (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin).
/// </summary>
public static class Telemetry
{
    /// <param name="instruments">Names of the program's own meters, which are those of its activity sources.</param>
    public static void AddTelemetry(this WebApplicationBuilder builder, params string[] instruments)
    {
        var exports = builder.Configuration.AsEnumerable().Any(setting =>
            setting.Key.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(setting.Value));
        if (!exports)
            return;
        var node = builder.Configuration[$"{ClusterSettings.Section}:{nameof(ClusterSettings.NodeName)}"];
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("orchestrator", serviceInstanceId: node, autoGenerateServiceInstanceId: node is null))
            .WithMetrics(metrics => metrics
                .AddMeter([.. instruments, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "System.Runtime"])
                .AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource([.. instruments, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application"])
                .AddAspNetCoreInstrumentation(options => options.Filter = request => !request.Request.Path.StartsWithSegments("/health"))
                .AddOtlpExporter());
    }
}
