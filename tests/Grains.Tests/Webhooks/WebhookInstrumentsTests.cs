using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class WebhookInstrumentsTests
{
    [Fact]
    public async Task Metrics_OfAFailureAndASuccess_CarryOutcomesAndNoUrl()
    {
        var measured = new ConcurrentQueue<string>();
        await using var receiver = await Receiver.Start(503, 200);
        await using var host = new DeliveryHost();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == WebhookInstruments.Name && instrument.Meter.Scope == host.Meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, 1, tags));
        listener.Start();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await host.NextAttempt();
        await host.Idle(entry.OwnerId);

        const string Failure = "webhook.event=calling.call.state webhook.outcome=server_error error.type=server_error";
        const string Success = "webhook.event=calling.call.state webhook.outcome=ok";
        Assert.Equal(
            [
                "orchestrator.callback.queue.age 1 webhook.event=calling.call.state",
                $"orchestrator.callback.attempts 1 {Failure}",
                $"orchestrator.callback.duration 1 {Failure}",
                $"orchestrator.callback.attempts 1 {Success}",
                $"orchestrator.callback.duration 1 {Success}",
            ],
            measured);

        void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => measured.Enqueue(
            $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
    }
}
