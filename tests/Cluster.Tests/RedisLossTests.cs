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
        var running = await cluster.Front.Started("""{ "to": "sip:desk@sim;ring=10;answer=50" }""");
        await cluster.Front.UntilState(running, "connected");

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
        Assert.Equal("connected", (await cluster.Front.View(running))["state"]!.GetValue<string>());
        Assert.Equal(202, (await cluster.Front.Delete($"/api/v1/connects/{running}")).Status);
        Assert.Equal("api_request", (await cluster.Front.UntilComplete(running))["ended_by"]!.GetValue<string>());
    }

    [Fact]
    public async Task Redis_KilledAndStartedAgain_LosesNoCall()
    {
        await cluster.MakeWhole();
        var ringing = await cluster.Front.StartMany(6, """{ "timeout": 8, "to": "sip:n@sim;ring=10;answer=off" }""", Operations.Rings, "rings");
        var connected = await cluster.Front.StartMany(6, """{ "max_duration": 8, "to": "sip:m@sim;answer=50" }""", Operations.IsConnected, "is connected");

        await cluster.Kill("redis");
        await cluster.Start("redis");

        foreach (var id in ringing)
            Assert.Equal("no_answer", (await cluster.Front.Ended(id))["failed_reason"]!.GetValue<string>());
        foreach (var id in connected)
            Assert.Equal("max_duration", (await cluster.Front.Ended(id))["ended_by"]!.GetValue<string>());
    }
}
