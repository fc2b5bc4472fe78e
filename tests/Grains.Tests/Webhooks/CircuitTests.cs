using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>An endpoint that fails again and again is left alone, tried with one request, and then with more and more.</summary>
public sealed class CircuitTests
{
    [Fact]
    public async Task Circuit_TenFailuresInARow_OpensForFifteenSecondsDoublingToFiveMinutes()
    {
        await using var host = new DeliveryHost(Calm);
        await using var receiver = await Receiver.Start(500);
        await Fail(host, receiver.Url, 10);

        var waits = new List<double>();
        for (var probe = 0; probe < 7; probe++)
        {
            var parked = await Parked(host, receiver.Url);
            Assert.Equal("circuit_open", parked.Reason);
            waits.Add(Math.Round(parked.NextInSeconds));
            host.Time.Advance(DeliveryHost.Wait(parked.NextInSeconds));
            Assert.Equal("server_error", (await Parked(host, receiver.Url)).Reason);
        }

        Assert.Equal([15, 30, 60, 120, 240, 300, 300], waits);
        Assert.Equal(10 + 7, Drain(receiver));
    }

    [Fact]
    public async Task Circuit_NineFailuresAndASuccess_StaysClosed()
    {
        await using var host = new DeliveryHost(Calm);
        await using var receiver = await Receiver.Start([.. Enumerable.Repeat(500, 9), 200, .. Enumerable.Repeat(500, 9), 404, 500]);

        var entries = Enumerable.Range(0, 21).Select(_ => host.Entry(receiver.Url)).ToList();
        foreach (var entry in entries)
        {
            host.Sender.Enqueue([entry]);
            await host.Idle(entry.OwnerId);
        }

        Assert.Equal(21, Drain(receiver));
        Assert.DoesNotContain(host.Store.Moves, move => move.After.Outcome == "circuit_open");
    }

    [Fact]
    public async Task Circuit_OfAnotherProjectOrOrigin_IsItsOwn()
    {
        await using var host = new DeliveryHost(Calm);
        await using var broken = await Receiver.Start(500);
        await using var healthy = await Receiver.Start(200);
        await Fail(host, broken.Url, 10);

        Assert.Equal("circuit_open", (await Parked(host, broken.Url + "/another/path")).Reason);
        var stranger = host.Entry(broken.Url) with { ProjectId = "proj_2" };
        host.Sender.Enqueue([stranger]);
        await host.Idle(stranger.OwnerId);
        Assert.Equal("server_error", host.Store.Moves[^1].After.Outcome);
        var entry = host.Entry(healthy.Url);
        host.Sender.Enqueue([entry]);
        await host.Idle(entry.OwnerId);
        Assert.Equal(DeliveryState.Delivered, host.Store.Moves[^1].After.State);
    }

    [Fact]
    public async Task Circuit_AfterItsProbe_LetsInOneTwoFourEight()
    {
        var (now, most, failing) = (0, 0, true);
        var widths = new List<int>();
        await using var host = new DeliveryHost(Calm);
        await using var receiver = await Receiver.Start(async (_, context) =>
        {
            context.Response.StatusCode = failing ? 500 : 200;
            if (failing)
                return;
            lock (widths)
                most = Math.Max(most, ++now);
            await Task.Delay(TimeSpan.FromMilliseconds(30), TimeProvider.System);
            lock (widths)
            {
                now--;
                widths.Add(most);
            }
        });
        await Fail(host, receiver.Url, 10);
        host.Time.Advance(TimeSpan.FromSeconds(16));
        failing = false;

        var entries = Enumerable.Range(0, 40).Select(_ => host.Entry(receiver.Url)).ToList();
        host.Sender.Enqueue(entries);
        foreach (var entry in entries)
            await host.Idle(entry.OwnerId);

        Assert.Equal(40, host.Store.Moves.Count(move => move.After.State == DeliveryState.Delivered));
        // The probe alone, one more alone, then two, four, eight.
        Assert.Equal([1, 1], widths.Take(2));
        Assert.Equal(2, widths[2]);
        Assert.InRange(widths[7], 2, 4);
        Assert.Equal(8, widths[^1]);
    }

    [Fact]
    public async Task Circuit_OfAnUnusedEndpoint_IsRememberedAndTheirNumberBounded()
    {
        await using var host = new DeliveryHost(options =>
        {
            Calm(options);
            options.Endpoints = 16;
        });
        await using var receiver = await Receiver.Start(500);
        await Fail(host, receiver.Url, 10);
        Assert.Equal("circuit_open", (await Parked(host, receiver.Url)).Reason);

        for (var number = 0; number < 40; number++)
            await Parked(host, "http://127.0.0.1:1/", $"proj_{number}");

        Assert.InRange(host.Sender.Endpoints.Count, 1, 16);
    }

    [Fact]
    public async Task Waiting_TooMany_AreParkedWithoutARequest()
    {
        var asked = new TaskCompletionSource();
        await using var hole = new RawReceiver(async (connection, stop) =>
        {
            asked.TrySetResult();
            await connection.UntilClosed(stop);
        });
        await using var host = new DeliveryHost(options => (options.WaitingPerEndpoint, options.InFlightPerEndpoint) = (10, 1));

        host.Sender.Enqueue([.. Enumerable.Range(0, 30).Select(_ => host.Entry(hole.Url))]);
        await Deadline.For(asked.Task, "the first request");
        for (var number = 0; number < 20; number++)
            Assert.Equal("overflow", (await host.NextLine<WebhookParked>()).Reason);

        Assert.All(host.Store.Moves, move => Assert.Equal((DeliveryState.Parked, 0, 0), (move.After.State, move.After.Used, move.After.Attempts.Count)));
    }

    private static void Calm(WebhookOptions options)
    {
        options.Jitter = 0;
        // One attempt, then parked: the clock need not run for the fast phase.
        options.FastSchedule = [TimeSpan.Zero];
    }

    private static async Task Fail(DeliveryHost host, string url, int times)
    {
        for (var number = 0; number < times; number++)
            Assert.NotEqual("circuit_open", (await Parked(host, url)).Reason);
    }

    private static async Task<WebhookParked> Parked(DeliveryHost host, string url, string project = "proj_1")
    {
        var entry = host.Entry(url) with { ProjectId = project };
        host.Sender.Enqueue([entry]);
        await host.Idle(entry.OwnerId);
        while (true)
        {
            if (await Deadline.For(host.Store.Lines.ReadAsync(), "a line") is WebhookParked parked)
                return parked;
        }
    }

    private static int Drain(Receiver receiver)
    {
        var count = 0;
        while (receiver.Requests.TryRead(out _))
            count++;
        return count;
    }
}
