using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Silo;

/// <summary>
/// Metrics and traces, exported by OTLP when the standard variables say where to (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin).
/// </summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var exports = builder.Configuration.AsEnumerable().Any(setting =>
            setting.Key.StartsWith("OTEL_EXPORTER_OTLP", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(setting.Value));
        if (!exports)
            return;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("orchestrator"))
            .WithMetrics(metrics => metrics
                .AddMeter(EngineInstruments.Name, WebhookInstruments.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "System.Runtime")
                .AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource(EngineInstruments.Name, WebhookInstruments.Name, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .AddAspNetCoreInstrumentation(options => options.Filter = request => !request.Request.Path.StartsWithSegments("/health"))
                .AddOtlpExporter());
    }
}
