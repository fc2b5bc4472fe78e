using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>One event's way through its fast phase.</summary>
public sealed class WebhookSenderTests
{
    [Fact]
    public async Task Delivery_TwoServerErrors_IsTriedWithTheSameIdAndBytesUntilAccepted()
    {
        await using var receiver = await Receiver.Start(500, 500, 200);
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        var attempts = new[] { await host.NextAttempt(), await host.NextAttempt(), await host.NextAttempt() };
        await host.Idle(entry.OwnerId);
        var requests = new[] { await receiver.Next(), await receiver.Next(), await receiver.Next() };

        Assert.Equal(["server_error", "server_error", "ok"], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal([1, 2, 3], attempts.Select(attempt => attempt.Attempt));
        Assert.InRange(attempts[0].NextInSeconds!.Value, 0.8, 1.2);
        Assert.InRange(attempts[1].NextInSeconds!.Value, 4, 6);
        Assert.Null(attempts[2].NextInSeconds);
        Assert.Equal(["1", "2", "3"], requests.Select(request => request["X-Webhook-Attempt"]));
        Assert.All(requests, request => Assert.Equal(entry.WebhookId, request["webhook-id"]));
        Assert.All(requests, request => Assert.Equal(entry.Body.ToArray(), request.Body));
        Assert.NotEqual(requests[0]["webhook-timestamp"], requests[2]["webhook-timestamp"]);
        Assert.Equal([entry.WebhookId], host.Store.Settled);
    }

    [Fact]
    public async Task Delivery_KeptConnectionClosedWithoutReply_IsTriedAgainWithTheSameId()
    {
        const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        var connections = 0;
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write(Ok, stop);
            // The first connection takes the second event and says nothing; another one is made for its second attempt.
            await (Interlocked.Increment(ref connections) == 1
                ? connection.ReadRequest(DeliveryHost.BodyText, stop)
                : connection.UntilClosed(stop));
        });
        await using var host = new DeliveryHost();
        var first = host.Entry(receiver.Url);
        var second = host.Entry(receiver.Url, first.OwnerId, 2);

        host.Sender.Enqueue([first, second]);
        var attempts = new[] { await host.NextAttempt(), await host.NextAttempt(), await host.NextAttempt() };

        Assert.Equal(
            [(first.WebhookId, "ok"), (second.WebhookId, "reset"), (second.WebhookId, "ok")],
            attempts.Select(attempt => (attempt.WebhookId, attempt.Outcome)));
    }

    [Fact]
    public async Task Delivery_WaitNotOver_IsNotTriedAgain()
    {
        await using var receiver = await Receiver.Start(500, 200);
        await using var host = new DeliveryHost(options => options.Jitter = 0);
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await host.NextLine<WebhookAttempted>();
        host.Time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(host.Sender.WhenIdle(entry.OwnerId).IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal("ok", (await host.NextLine<WebhookAttempted>()).Outcome);
    }

    [Fact]
    public async Task Delivery_EveryAttemptFails_IsGivenUpVisiblyAndItsSuccessorGoesOn()
    {
        await using var receiver = await Receiver.Start(404, 500, 404, 200);
        await using var host = new DeliveryHost();
        var first = host.Entry(receiver.Url);
        var second = host.Entry(receiver.Url, first.OwnerId, 2);

        host.Sender.Enqueue([first, second]);
        await host.NextAttempt();
        await host.NextAttempt();
        var last = await host.NextAttempt();
        var givenUp = await host.NextLine<WebhookGivenUp>();
        var successor = await host.NextAttempt();
        await host.Idle(first.OwnerId);

        Assert.Null(last.NextInSeconds);
        Assert.Equal(new WebhookGivenUp(first.WebhookId, "calling.call.state ended", 3, "client_error"), givenUp);
        Assert.Equal((second.WebhookId, "ok"), (successor.WebhookId, successor.Outcome));
        Assert.Equal([first.WebhookId, second.WebhookId], host.Store.Settled);
    }

    [Fact]
    public async Task Delivery_FastPhaseOver_IsParkedWithItsAttemptsAndItsSuccessorGoesOn()
    {
        await using var receiver = await Receiver.Start(500, 500, 503, 200);
        await using var host = new DeliveryHost(options => options.Jitter = 0);
        var first = host.Entry(receiver.Url);
        var second = host.Entry(receiver.Url, first.OwnerId, 2);

        host.Sender.Enqueue([first, second]);
        await host.NextAttempt();
        await host.NextAttempt();
        var last = await host.NextLine<WebhookAttempted>();
        var parked = await host.NextLine<WebhookParked>();
        var successor = await host.NextAttempt();
        await host.Idle(first.OwnerId);

        Assert.Equal(30, last.NextInSeconds);
        Assert.Equal(new WebhookParked(first.WebhookId, "calling.call.state ended", 3, "server_error", 30), parked);
        Assert.Equal((second.WebhookId, "ok"), (successor.WebhookId, successor.Outcome));
        var move = host.Store.Moves[0];
        Assert.Equal((DeliveryState.Parked, TimeSpan.FromSeconds(30), 0L), (move.After.State, move.For, move.Claim));
        Assert.Equal([(1, 500), (2, 500), (3, 503)], move.After.Attempts.Select(attempt => (attempt.Number, attempt.Status!.Value)));
        Assert.Equal(first.Body.ToArray(), move.After.Entry.Body.ToArray());
        Assert.Equal(DeliveryState.Delivered, host.Store.Moves[1].After.State);
        Assert.True(host.Store.Moves[1].After.Entry.Body.IsEmpty);
    }

    [Fact]
    public async Task Delivery_Gone_EndsAtOnce()
    {
        await using var receiver = await Receiver.Start(410);
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await host.Idle(entry.OwnerId);

        Assert.Equal(["gone", "gone"], host.Store.Timeline.Select(line => Outcome(line.Entry.Event)));
        Assert.Equal([entry.WebhookId], host.Store.Settled);
    }

    [Fact]
    public async Task Delivery_UrlThatCannotBeCalled_EndsAtOnce()
    {
        await using var host = new DeliveryHost();
        var entry = host.Entry("ftp://h.example/");

        host.Sender.Enqueue([entry]);
        await host.Idle(entry.OwnerId);

        Assert.Equal(["bad_url", "bad_url"], host.Store.Timeline.Select(line => Outcome(line.Entry.Event)));
        Assert.Equal([entry.WebhookId], host.Store.Settled);
    }

    [Fact]
    public async Task Timeline_OfAnAttempt_StandsWithItsSessionLegAndConnect()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var session = CallIds.NewSession();
        var connect = CallIds.Connect(session, "1");
        var leg = host.Entry(receiver.Url, CallIds.Leg(connect, 1)) with { ConnectId = connect };
        var whole = host.Entry(receiver.Url, connect) with { ConnectId = connect };

        host.Sender.Enqueue([leg, whole]);
        await host.Idle(leg.OwnerId);
        await host.Idle(whole.OwnerId);

        Assert.All(host.Store.Timeline, line => Assert.Equal((session, connect), (line.Session, line.Entry.ConnectId)));
        Assert.Equal(
            new HashSet<string?> { leg.OwnerId, null }, host.Store.Timeline.Select(line => line.Entry.CallId).ToHashSet());
    }

    [Fact]
    public async Task Delivery_StoreThatFails_GoesOnAndSettlesLater()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var settling = 0;
        var failed = new TaskCompletionSource();
        host.Store.OnCall = call =>
        {
            if (call == nameof(host.Store.Append))
                throw new InvalidOperationException("no store");
            if (++settling > 1)
                return;
            failed.SetResult();
            throw new InvalidOperationException("no store");
        };
        var entry = host.Entry(receiver.Url);

        host.Sender.Enqueue([entry]);
        await Deadline.For(failed.Task, "the first settlement");
        var idle = host.Idle(entry.OwnerId);
        await AdvanceUntil(host, idle);

        Assert.Equal([entry.WebhookId], host.Store.Settled);
        Assert.Single(host.Logs.Lines, line => line.StartsWith("Error 4011", StringComparison.Ordinal));
    }

    /// <summary>The wait begins somewhat after what the test can see, so the clock goes on until it is over.</summary>
    private static async Task AdvanceUntil(DeliveryHost host, Task done)
    {
        while (!done.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await done;
    }

    private static string Outcome(TimelineEvent line) => line switch
    {
        WebhookAttempted attempted => attempted.Outcome,
        WebhookGivenUp givenUp => givenUp.Outcome,
        _ => line.Sentence,
    };
}
