using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>A Redis that does not answer for a while.</summary>
[Collection(LocalCluster.Collection)]
public sealed class RedisLossTests(LocalCluster cluster)
{
    [Fact]
    public async Task Redis_Halted_RefusesNewConnectsAndEndsNone()
    {
        await cluster.MakeWhole();
        var running = await cluster.Front.Started("""{ "to": "sip:desk@sim;ring=10;answer=off" }""");
        await cluster.Front.Until(running, view => view["legs"]!.AsArray().Any(leg => leg!.Is("state", "ringing")), "rings");

        await cluster.Kill("redis", "STOP");
        Answer[] refused;
        Answer ready;
        try
        {
            refused = await Task.WhenAll(cluster.Gateways.Select(gateway => gateway.Start("""{ "to": "+15550100001" }""")));
            ready = await cluster.Gateways[0].Get("/health/ready");
        }
        finally
        {
            await cluster.Kill("redis", "CONT");
        }

        Assert.All(refused, answer => Assert.Equal((503, "unavailable"), (answer.Status, answer.Code)));
        Assert.All(refused, answer => Assert.Equal("2", answer.Header("Retry-After")));
        // What all gateways lack makes none of them the worse one.
        Assert.Equal(200, ready.Status);

        await Eventually.True(
            "connects are taken again",
            async () => (await cluster.Front.Start("""{ "to": "sip:desk@sim;status=486;after=10" }""")).Status == 202, TimeSpan.FromSeconds(60));
        Assert.Equal("connecting", (await cluster.Front.View(running))["state"]!.GetValue<string>());
        Assert.Equal(202, (await cluster.Front.Delete($"/api/v1/connects/{running}")).Status);
        Assert.Equal("cancel", (await cluster.Front.UntilComplete(running))["failed_reason"]!.GetValue<string>());
    }
}
