using System.Diagnostics.Metrics;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>How the sender ends with its silo, and what its own faults cost.</summary>
public sealed class WebhookStopTests
{
    [Fact]
    public async Task Stop_RequestInFlight_IsWaitedForAndSettled()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.Start((_, _) =>
        {
            asked.TrySetResult();
            return release.Task;
        });
        await using var host = new DeliveryHost();
        var owner = DeliveryHost.NewOwner();
        var first = host.Entry(receiver.Url, owner, 1);

        host.Sender.Enqueue([first, host.Entry(receiver.Url, owner, 2)]);
        await Deadline.For(asked.Task, "the request");
        var stopping = host.Sender.StopAsync(CancellationToken.None);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await Deadline.For(stopping, "the sender to stop");

        Assert.Equal([first.WebhookId], host.Store.Settled);
        Assert.Equal(0, host.Sender.ActiveLanes);
        await host.Idle(owner);
    }

    [Fact]
    public async Task Stop_OutOfPatience_BreaksOffAndLeavesTheWebhookInTheOutbox()
    {
        var asked = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            asked.SetResult();
            await connection.UntilClosed(stop);
        });
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await Deadline.For(asked.Task, "the request");
        await Deadline.For(host.Sender.StopAsync(new CancellationToken(canceled: true)), "the sender to stop");

        Assert.Empty(host.Store.Settled);
        Assert.Empty(host.Store.Timeline);
        await host.Idle(entry.OwnerId);
    }

    [Fact]
    public async Task Stop_WhileWaitingForARetry_EndsTheWait()
    {
        await using var receiver = await Receiver.Start(500);
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await host.NextLine<WebhookAttempted>();
        await Deadline.For(host.Sender.StopAsync(CancellationToken.None), "the sender to stop");
        host.Sender.Enqueue([host.Entry(receiver.Url)]);

        Assert.Empty(host.Store.Settled);
        Assert.Equal(0, host.Sender.ActiveLanes);
    }

    [Fact]
    public async Task Fault_InOneLane_CostsOnlyItsOwnEvent()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        using var meters = Throwing(host, "broken");
        var owner = DeliveryHost.NewOwner();
        var broken = host.Entry(receiver.Url) with { EventType = "broken" };
        var healthy = host.Entry(receiver.Url, owner);

        host.Sender.Enqueue([broken, broken with { WebhookId = "msg_too" }, healthy]);
        await host.Idle(broken.OwnerId);
        await host.Idle(owner);

        Assert.Equal([healthy.WebhookId], host.Store.Settled);
        Assert.Equal(2, host.Logs.Lines.Count(line => line.StartsWith("Error 4031", StringComparison.Ordinal)));
        Assert.Equal(0, host.Sender.ActiveLanes);
    }

    /// <summary>Who listens to meters runs in our loops: a bug that the sender cannot have foreseen.</summary>
    private static MeterListener Throwing(DeliveryHost host, string eventType)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == host.Meters)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
                Assert.NotEqual(eventType, tag.Value);
        });
        listener.Start();
        return listener;
    }
}
