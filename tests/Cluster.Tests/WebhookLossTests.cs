using Orchestrator.Chaos;
using Orchestrator.Chaos.Checks;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>What becomes of webhooks when everything between a transition and its receiver is lost, one after another: they arrive.</summary>
[Collection(LocalCluster.Collection)]
public sealed class WebhookLossTests(LocalCluster cluster)
{
    private const int Some = 25;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    /// <summary>What its fast phase did not deliver waits half a minute, or two and a half.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Webhooks_WhoseReceiverSiloAndRedisAreLost_AllArriveAndInOrder()
    {
        await cluster.MakeWhole();
        await using var receiver = new Receiver(refuses: 0.03);
        await receiver.Start();
        using var client = new Client(cluster.Front.Http.BaseAddress!);
        var traffic = new Traffic(client, receiver, new Scenarios(seed: 4).Next, rate: 5, rampUp: TimeSpan.Zero);
        using var enough = new CancellationTokenSource();
        var load = traffic.Run(enough.Token);

        await More(traffic, "before anything is lost");
        receiver.IsDown = true;
        var back = Task.Delay(Outage, TimeProvider.System);
        await cluster.Kill("silo-1");
        await More(traffic, "while a silo is lost");
        await cluster.Start("silo-1");
        await cluster.Kill("redis");
        await cluster.Start("redis");
        await back;
        receiver.IsDown = false;
        await More(traffic, "after everything came back");
        await enough.CancelAsync();
        await load;
        foreach (var operation in traffic.Taken)
            await cluster.Front.Ended(operation.Id);

        await using var store = await StoreReader.Open(cluster.Redis);
        await Eventually.True("no webhook waits for anything", async () => (await store.Waiting()).Count == 0, Patience);
        var ours = traffic.Taken.Select(operation => operation.Session).ToHashSet();
        var stories = (await store.Stories()).Where(story => ours.Contains(story.Session)).ToList();
        var check = new WebhookCheck(receiver.Arrivals, waiting: new HashSet<string>(), asking: ours);
        var parked = stories.SelectMany(story => story.All("webhook.parked")).Select(line => line.Of("webhook_id", "")!).ToHashSet();

        Assert.Empty(client.Uncured);
        Assert.Equal(ours.Count, stories.Count);
        Assert.Empty(stories.SelectMany(check.Of));
        Assert.Equal(0, check.GivenUp);
        Assert.Empty(check.Order(parked));
        // Otherwise the outage hit nothing, and the test shows nothing.
        Assert.NotEmpty(parked);
    }

    private static Task More(Traffic traffic, string phase)
    {
        var enough = traffic.Taken.Count + Some;
        return Eventually.True($"{Some} more connects are taken {phase}", () => Task.FromResult(traffic.Taken.Count >= enough), TimeSpan.FromMinutes(2));
    }
}
