using System.Collections.Concurrent;
using System.Globalization;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>What lanes have to do with each other: order within one, nothing between two.</summary>
public sealed class WebhookLaneTests
{
    [Fact]
    public async Task Order_UnderRandomFailures_IsKeptInEveryLane()
    {
        const int Lanes = 12;
        const int Events = 8;
        var dice = new Random(20261123);
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<long>>();
        await using var receiver = await Receiver.Start((request, context) =>
        {
            seen.GetOrAdd(request.Path, _ => []).Enqueue(long.Parse(request["X-Webhook-Sequence"], CultureInfo.InvariantCulture));
            lock (dice)
                context.Response.StatusCode = dice.Next(3) == 0 ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var host = new DeliveryHost(options =>
        {
            // The clock runs for the retries; it must not time requests out.
            options.HeadersTimeout = TimeSpan.FromMinutes(1);
            options.AttemptTimeout = TimeSpan.FromMinutes(1);
            options.FastSchedule = [TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)];
        });
        var entries = Enumerable.Range(0, Lanes).SelectMany(lane =>
        {
            var owner = DeliveryHost.NewOwner();
            return Enumerable.Range(1, Events).Select(sequence => host.Entry($"{receiver.Url}/{lane}", owner, sequence));
        }).ToList();

        foreach (var entry in entries.OrderBy(entry => entry.Sequence))
            host.Sender.Enqueue([entry]);
        for (var ended = 0; ended < entries.Count;)
        {
            var line = await Deadline.For(host.Store.Lines.ReadAsync(), "an attempt");
            if (line is WebhookAttempted { NextInSeconds: { } next, Attempt: < 3 })
                host.Time.Advance(DeliveryHost.Wait(next));
            else if (line is WebhookAttempted { Outcome: "ok" } or WebhookParked)
                ended++;
        }

        foreach (var owner in entries.Select(entry => entry.OwnerId).Distinct())
            await host.Idle(owner);
        Assert.Equal(Lanes, seen.Count);
        Assert.All(seen.Values, sequences => Assert.Equal(sequences.Order(), sequences));
        Assert.All(seen.Values, sequences => Assert.Equal(Events, sequences.Distinct().Count()));
        Assert.Equal(entries.Count, host.Store.Settled.Distinct().Count());
        Assert.Equal(0, host.Sender.ActiveLanes);
    }

    [Fact]
    public async Task BlackHole_WithEverySlotTaken_DelaysNobodyElse()
    {
        await using var hole = new RawReceiver((connection, stop) => connection.UntilClosed(stop));
        await using var healthy = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var stuck = Enumerable.Range(0, 100).Select(_ => host.Entry(hole.Url)).ToList();
        var free = Enumerable.Range(0, 100).Select(_ => host.Entry(healthy.Url)).ToList();

        host.Sender.Enqueue([.. stuck, .. free]);
        foreach (var entry in free)
            await host.Idle(entry.OwnerId);

        // The clock has not moved: had anything waited for the hole, it would wait for ever.
        Assert.Equal(free.Count, host.Store.Settled.Count);
        Assert.Equal(stuck.Count, host.Sender.ActiveLanes);
    }

    [Fact]
    public async Task Endpoint_ManyLanes_HasEightRequestsInFlight()
    {
        var open = 0;
        var most = 0;
        var eight = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(async (_, _) =>
        {
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            if (now == 8)
                eight.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref open);
        });
        await using var host = new DeliveryHost();
        var entries = Enumerable.Range(0, 40).Select(_ => host.Entry(receiver.Url)).ToList();

        host.Sender.Enqueue(entries);
        await Deadline.For(eight.Task, "eight requests at once");
        release.SetResult();
        foreach (var entry in entries)
            await host.Idle(entry.OwnerId);

        Assert.Equal(8, most);
    }

    [Fact]
    public async Task Lane_SecondEvent_WaitsForTheFirst()
    {
        var first = new TaskCompletionSource();
        await using var receiver = await Receiver.Start(
            (request, _) => request["X-Webhook-Sequence"] == "1" ? first.Task : Task.CompletedTask);
        await using var host = new DeliveryHost();
        var owner = DeliveryHost.NewOwner();

        host.Sender.Enqueue([host.Entry(receiver.Url, owner, 1)]);
        host.Sender.Enqueue([host.Entry(receiver.Url, owner, 2)]);
        host.Sender.Enqueue([host.Entry(receiver.Url, sequence: 3)]);

        Assert.Equal("3", (await receiver.Next())["X-Webhook-Sequence"]);
        first.SetResult();
        Assert.Equal("1", (await receiver.Next())["X-Webhook-Sequence"]);
        Assert.Equal("2", (await receiver.Next())["X-Webhook-Sequence"]);
    }

    [Fact]
    public async Task Enqueue_SameWebhookWhilePending_SendsItOnce()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry, entry]);
        await host.Idle(entry.OwnerId);

        Assert.Equal([entry.WebhookId], host.Store.Settled);
        Assert.Single(host.Store.Timeline);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }
}
