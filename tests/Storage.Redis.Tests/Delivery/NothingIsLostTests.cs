using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Storage.Redis.Tests.Support;
using Xunit.Abstractions;

namespace Orchestrator.Storage.Redis.Tests.Delivery;

/// <summary>The guarantee itself, counted by id at both ends: what was committed arrived, or is in the dead letters.</summary>
public sealed class NothingIsLostTests(ITestOutputHelper output)
{
    private const int Lanes = 60;
    private const int Events = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task TwoSenders_OneKilledRedisRestartedReceiverDown_EveryEventArrivesAndNoLaneIsInverted()
    {
        await using var server = await RedisServer.Start();
        await using var receiver = await FlakyReceiver.Start();
        var options = server.NewOptions();
        await using var store = new RedisCallStore(options, TimeProvider.System);
        await using var survivor = new SenderProcess(options, receiver.Url, "survivor", Lanes, Events);
        await using var victim = new SenderProcess(options, receiver.Url, "victim", Lanes, Events);

        await Reached(() => victim.Committed.Count > Lanes * Events / 3, "a third of the events", victim);
        await victim.Kill();
        receiver.IsDown = true;
        await server.Kill();
        await server.StartAgain();
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        receiver.IsDown = false;
        await survivor.Finished.WaitAsync(Patience);
        string[] committed = [.. survivor.Committed, .. victim.Committed];
        await Reached(async () => await AllDecided(store, committed), "the end of every event", survivor);

        var dead = await Dead(store, committed);
        var missing = committed.Except(receiver.Accepted).Except(dead).ToList();
        var parked = await ParkedLanes(store, committed);
        output.WriteLine($"{committed.Length} committed, {receiver.Accepted.Count} accepted, {dead.Count} dead, {receiver.Requests} requests, "
            + $"{parked.Count} of {receiver.Lanes.Count} lanes parked");
        Assert.True(missing.Count == 0, $"{missing.Count} of {committed.Length} were lost, {missing.FirstOrDefault()} among them.");
        Assert.Equal(2 * Lanes, receiver.Lanes.Count);
        Assert.True(committed.Length > Lanes * Events, "The victim had committed something.");
        Assert.All(
            receiver.Lanes.Where(lane => !parked.Contains(lane.Key)),
            lane => Assert.Equal(lane.Value.Distinct().Order(), lane.Value.Distinct()));
    }

    private static async Task<bool> AllDecided(RedisCallStore store, string[] ids)
    {
        var states = await Task.WhenAll(ids.Select(async id => (await store.FindDelivery(id))?.State));
        return states.All(state => state is DeliveryState.Delivered or DeliveryState.Dead);
    }

    private static async Task<HashSet<string>> Dead(RedisCallStore store, string[] ids) =>
        [.. (await Task.WhenAll(ids.Select(id => store.FindDelivery(id).AsTask())))
            .Where(delivery => delivery!.State == DeliveryState.Dead).Select(delivery => delivery!.Entry.WebhookId)];

    private static async Task<HashSet<string>> ParkedLanes(RedisCallStore store, string[] ids)
    {
        var parked = new HashSet<string>();
        foreach (var owner in ids.Select(id => WebhookIds.OwnerOf(id)!).Distinct())
        {
            var entries = await store.ReadTimeline(CallIds.SessionOf(owner), 0, 10_000);
            if (entries.Any(entry => entry.Event is WebhookParked))
                parked.Add(owner);
        }

        return parked;
    }

    private static Task Reached(Func<bool> reached, string phase, SenderProcess process) => Reached(() => Task.FromResult(reached()), phase, process);

    private static async Task Reached(Func<Task<bool>> reached, string phase, SenderProcess process)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await reached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"Waited too long for {phase}.\n{process.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Refuses one in ten, answers nobody while it is down, and writes down what it accepted, in order.</summary>
    private sealed class FlakyReceiver : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentDictionary<string, bool> _accepted = new();
        private readonly Random _dice = new(20261123);
        private int _requests;

        private FlakyReceiver(WebApplication app) => _app = app;

        public string Url => _app.Urls.Single();

        public volatile bool IsDown;

        public int Requests => Volatile.Read(ref _requests);

        public ICollection<string> Accepted => _accepted.Keys;

        /// <summary>Sequence numbers in the order in which they were accepted, by owner.</summary>
        public ConcurrentDictionary<string, ConcurrentQueue<long>> Lanes { get; } = new();

        public static async Task<FlakyReceiver> Start()
        {
            var builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var receiver = new FlakyReceiver(builder.Build());
            receiver._app.Run(receiver.Answer);
            await receiver._app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task Answer(HttpContext context)
        {
            Interlocked.Increment(ref _requests);
            if (IsDown)
            {
                context.Abort();
                return;
            }

            await context.Request.Body.CopyToAsync(Stream.Null);
            int dice;
            lock (_dice)
                dice = _dice.Next(10);
            context.Response.StatusCode = dice == 0 ? 503 : 200;
            if (dice == 0)
                return;
            Lanes.GetOrAdd(context.Request.Path.Value![1..], _ => []).Enqueue(
                long.Parse(context.Request.Headers["X-Webhook-Sequence"]!, CultureInfo.InvariantCulture));
            _accepted[context.Request.Headers["webhook-id"]!] = true;
        }
    }
}
