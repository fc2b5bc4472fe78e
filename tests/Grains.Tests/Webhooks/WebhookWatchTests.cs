using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>A silo's webhooks whole, over a real store: what it takes up, what it leaves alone, and a webhook's way through all of its places.</summary>
public sealed class WebhookWatchTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));
    private readonly MemoryCallStore _store;
    private readonly IHost _host;

    public WebhookWatchTests()
    {
        _store = new(_time, new());
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton<ICallStore>(_store).AddSingleton<ISigningKeys, NoKeys>().AddWebhooks();
        builder.Services.Configure<OutboundOptions>(options => options.AllowLoopback = true);
        builder.Services.Configure<WebhookOptions>(options => options.Jitter = 0);
        _host = builder.Build();
    }

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Outbox_ThatNobodyLooksAfter_IsSentWithoutItsGrain()
    {
        await using var receiver = await Receiver.Start(200);
        var entry = await Commit(receiver.Url);

        var delivery = await Until(entry, DeliveryState.Delivered);

        Assert.Equal(entry.WebhookId, (await receiver.Next())["webhook-id"]);
        Assert.Equal([200], delivery.Attempts.Select(attempt => attempt.Status!.Value));
        Assert.Empty(await _store.PendingWebhooks(entry.OwnerId));
    }

    [Fact]
    public async Task Webhook_ThatAlwaysFails_GoesThroughTheWholeScheduleAndIsRedelivered()
    {
        var status = 500;
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var entry = await Commit(receiver.Url);

        var dead = await Until(entry, DeliveryState.Dead);
        Assert.Equal(Enumerable.Range(1, 10), dead.Attempts.Select(attempt => attempt.Number));
        Assert.InRange(dead.UpdatedAt - entry.CreatedAt, TimeSpan.FromHours(24.2), TimeSpan.FromHours(25));
        Assert.Equal(entry.Body.ToArray(), dead.Entry.Body.ToArray());

        status = 200;
        Assert.True(await _store.Redeliver(entry.WebhookId));
        var delivered = await Until(entry, DeliveryState.Delivered);
        Assert.Equal((11, 11), (delivered.AttemptsMade, delivered.Attempts.Count));
        // The call was forgotten a day after its end: what came later is in the delivery alone.
        Assert.Empty(await _store.ReadTimeline(CallIds.SessionOf(entry.OwnerId), 0, 100));
    }

    /// <summary>Older than an event may be, and its receiver still busy: it has its whole schedule again.</summary>
    [Fact]
    public async Task DeadLetter_OfSomeDays_IsRedeliveredAsAnyOther()
    {
        var status = 500;
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var entry = await Commit(receiver.Url);
        await Until(entry, DeliveryState.Dead);
        _time.Advance(TimeSpan.FromDays(4));

        Assert.True(await _store.Redeliver(entry.WebhookId));
        var dead = await Until(entry, DeliveryState.Dead);
        Assert.Equal(("server_error", 20), (dead.Outcome, dead.AttemptsMade));

        status = 200;
        Assert.True(await _store.Redeliver(entry.WebhookId));
        Assert.Equal(21, (await Until(entry, DeliveryState.Delivered)).AttemptsMade);
    }

    [Fact]
    public async Task Timeline_OfAParkedWebhook_SaysSoAndIsComplete()
    {
        await using var receiver = await Receiver.Start(500, 500, 500, 200);
        var entry = await Commit(receiver.Url);

        await Until(entry, DeliveryState.Delivered);

        var entries = await _store.ReadTimeline(CallIds.SessionOf(entry.OwnerId), 0, 100);
        Assert.Equal(
            ["attempted 1", "attempted 2", "attempted 3", "parked 3", "attempted 4"],
            entries.Select(line => line.Event switch
            {
                WebhookAttempted e => $"attempted {e.Attempt}",
                WebhookParked e => $"parked {e.Attempts}",
                _ => line.Event.Sentence,
            }));
    }

    private async Task<OutboxEntry> Commit(string url)
    {
        var owner = CallIds.Caller(CallIds.NewSession());
        var entry = Entry(owner, url, 1);
        await _store.Commit(new(owner, 0, "{}"u8.ToArray(), null, null, Ended: true, [], [entry]));
        return entry;
    }

    private OutboxEntry Entry(string owner, string url, long number) => new(
        WebhookIds.Of(owner, number), owner, null, "project", new CallbackUrl(url), number, "calling.call.state", "ended", _time.GetUtcNow(),
        Encoding.UTF8.GetBytes("{}"));

    /// <summary>Lets the clock run until the webhook is there; the larger the wait, the larger the steps.</summary>
    private async Task<Delivery> Until(OutboxEntry entry, DeliveryState state)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await _store.FindDelivery(entry.WebhookId);
            if (found?.State == state)
                return found;
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"Waited too long until it is {state}; it is {found}");
            var due = (found?.NextAt ?? _time.GetUtcNow()) - _time.GetUtcNow();
            _time.Advance(due > TimeSpan.FromSeconds(2) ? due - TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(250));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private sealed class NoKeys : ISigningKeys
    {
        public string? CurrentKey(string projectId) => null;
    }
}
