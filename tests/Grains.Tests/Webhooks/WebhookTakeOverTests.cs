using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>
/// A call goes over to another silo while the one that had it lives and has its webhooks in hand: whoever comes second finds out before he
/// sends, and nothing comes behind what came after it.
/// </summary>
public sealed class WebhookTakeOverTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", null));
    private readonly ListLogger _logs = new();
    private readonly MemoryCallStore _store;
    private readonly ServiceProvider _before;
    private readonly ServiceProvider _after;
    private readonly string _owner = DeliveryHost.NewOwner();
    private long _number;

    public WebhookTakeOverTests()
    {
        _store = new(_time, new());
        (_before, _after) = (Silo(), Silo());
    }

    private WebhookSender Before => _before.GetRequiredService<WebhookSender>();

    private WebhookSender After => _after.GetRequiredService<WebhookSender>();

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in new[] { _before, _after })
        {
            await silo.GetRequiredService<WebhookSender>().StopAsync(new CancellationToken(canceled: true));
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Retry_OfAWebhookThatTheOtherSiloHasDelivered_IsNotMade()
    {
        await using var receiver = await Receiver.Start(500, 200);
        var first = await Commit(receiver.Url, Before);
        Assert.Equal("1", (await receiver.Next())["X-Webhook-Sequence"]);
        var second = await Commit(receiver.Url, Before);
        await TakeOver();
        var last = await Commit(receiver.Url, After);
        await Idle(After);

        await RunTheClock(Before);

        Assert.Equal(["1", "2", "3"], await Sequences(receiver, 3));
        Assert.False(receiver.Requests.TryRead(out _));
        Assert.All([first, second, last], entry => Assert.NotNull(_store.FindDelivery(entry.WebhookId).AsTask().Result));
    }

    [Fact]
    public async Task FirstAttempt_ThatHasWaitedForASlotMeanwhile_IsNotMade()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var receiver = await Receiver.Start((request, _) =>
        {
            if (request.Path != "/slow")
                return Task.CompletedTask;
            asked.SetResult();
            return answer.Task;
        });
        var slow = Entry($"{receiver.Url}/slow", DeliveryHost.NewOwner());
        await _store.Commit(new(slow.OwnerId, 0, "{}"u8.ToArray(), null, null, false, [], [slow]));
        Before.Enqueue([slow]);
        await Deadline.For(asked.Task, "the only slot to be taken");
        await Commit(receiver.Url, Before);
        await TakeOver();
        await Commit(receiver.Url, After);
        await Idle(After);
        _time.Advance(TimeSpan.FromSeconds(1));

        answer.SetResult();
        await Idle(Before);

        // Those of the call, then the one that held the slot.
        Assert.Equal(["1", "2", "1"], await Sequences(receiver, 3));
        Assert.False(receiver.Requests.TryRead(out _));
    }

    /// <summary>The other one was faster: those behind it may have been sent, too.</summary>
    [Fact]
    public async Task Event_BehindOneThatTheOtherSiloHasMoved_IsLookedUp()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var requests = 0;
        await using var receiver = await Receiver.Start((_, _) =>
        {
            if (Interlocked.Increment(ref requests) > 1)
                return Task.CompletedTask;
            asked.SetResult();
            return answer.Task;
        });
        await Commit(receiver.Url, Before);
        await Commit(receiver.Url, Before);
        await Deadline.For(asked.Task, "the first request");
        await TakeOver();
        await Idle(After);
        answer.SetResult();
        await Idle(Before);

        Assert.Equal(["1", "2", "1"], await Sequences(receiver, 3));
        Assert.False(receiver.Requests.TryRead(out _));
    }

    [Fact]
    public async Task StoreAway_WhenItIsAsked_NothingIsSentUntilItIsBack()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var asked = new TaskCompletionSource();
        host.Store.OnCall = call =>
        {
            if (call == nameof(ICallStore.PendingWebhooks) && asked.TrySetResult())
                throw new StoreUnavailableException("away");
        };
        var entry = host.Entry(receiver.Url);
        host.Sender.TakeOver([entry]);
        await Deadline.For(asked.Task, "the store to be asked");
        Assert.False(receiver.Requests.TryRead(out _));

        while (!host.Sender.WhenIdle(entry.OwnerId).IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal([entry.WebhookId], host.Store.Settled);
    }

    private ServiceProvider Silo() => new ServiceCollection()
        .AddSingleton<ICallStore>(_store)
        .AddSingleton<ISigningKeys, NoKeys>()
        .AddSingleton<TimeProvider>(_time)
        .AddLogging(logging => logging.AddProvider(_logs))
        .AddWebhooks()
        .Configure<OutboundOptions>(options => options.AllowLoopback = true)
        .Configure<WebhookOptions>(options => (options.Jitter, options.InFlightPerEndpoint) = (0, 1))
        .BuildServiceProvider();

    private async Task<OutboxEntry> Commit(string url, WebhookSender sender)
    {
        var entry = Entry(url, _owner);
        var committed = await _store.Commit(new(_owner, _number - 1, "{}"u8.ToArray(), null, null, false, [], [entry]));
        Assert.True(committed.Committed);
        sender.Enqueue([entry]);
        return entry;
    }

    private OutboxEntry Entry(string url, string owner)
    {
        var number = owner == _owner ? ++_number : 1;
        return new(
            WebhookIds.Of(owner, number), owner, null, "project", new CallbackUrl(url), number, "calling.call.state", "ended", _time.GetUtcNow(),
            Encoding.UTF8.GetBytes("{}"));
    }

    private async Task TakeOver() => After.TakeOver(await _store.PendingWebhooks(_owner));

    private Task Idle(WebhookSender sender) => Deadline.For(sender.WhenIdle(_owner), "the call's webhooks to be done");

    /// <summary>The wait begins somewhat after what the test can see, so the clock goes on until it is over.</summary>
    private async Task RunTheClock(WebhookSender sender)
    {
        var idle = Idle(sender);
        while (!idle.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await idle;
    }

    private static async Task<IReadOnlyList<string>> Sequences(Receiver receiver, int count)
    {
        List<string> found = [];
        while (found.Count < count)
            found.Add((await receiver.Next())["X-Webhook-Sequence"]);
        return found;
    }

    private sealed class NoKeys : ISigningKeys
    {
        public string? CurrentKey(string projectId) => null;
    }
}
