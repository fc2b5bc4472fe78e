using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>What leaves by OTLP, seen from a collector. Names travel as plain text in protobuf.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Metrics =
    [
        "orchestrator.connect.active", "orchestrator.connect.duration", "orchestrator.connect.dispatch.duration",
        "orchestrator.bridge.duration", "orchestrator.leg.attempts", "orchestrator.leg.post_dial_delay",
        "orchestrator.leg.ring.duration", "orchestrator.leg.cancel.duration", "orchestrator.timer.lag",
        "orchestrator.callback.attempts", "orchestrator.callback.duration", "orchestrator.callback.queue.age",
    ];

    [Fact]
    public async Task Connect_WithACollector_SendsItsMetricsAndSpansAndNoNumber()
    {
        using var collector = new Receiver();
        using var webhooks = new Receiver();
        var port = ServiceProcess.FreePort();
        await using var service = ServiceProcess.Start(new Dictionary<string, string>(ServiceFixture.Settings(port))
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{collector.Port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        });
        using var http = ServiceFixture.Client(
            new Uri($"http://127.0.0.1:{port}"), ServiceFixture.Basic("alpha", ServiceFixture.TokenOf("alpha")));
        await service.WaitUntilReady(http);

        var answer = await new Api(http).Post("/api/v1/connects", $$"""
            {"call": {{Api.Caller}}, "connect": {"max_duration": 1, "status_url": "http://127.0.0.1:{{webhooks.Port}}/",
             "parallel": [{"to": "sip:a@sim;ring=20;answer=60"}, {"to": "sip:b@sim;ring=20;answer=5000"} ] } }
            """);
        Assert.Equal(202, answer.Status);

        var seen = await Eventually.Get(
            "every metric and span has come",
            () => Task.FromResult(string.Concat(collector.All.Select(request => request.Path + request.Body))),
            text => Metrics.All(text.Contains) && text.Contains("/v1/traces", StringComparison.Ordinal)
                && text.Contains("leg sip", StringComparison.Ordinal) && text.Contains("bridge", StringComparison.Ordinal));
        Assert.DoesNotContain("+15550100001", seen, StringComparison.Ordinal);
        Assert.DoesNotContain($"127.0.0.1:{webhooks.Port}", seen, StringComparison.Ordinal);
    }
}
