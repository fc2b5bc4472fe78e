using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>A gateway that goes.</summary>
[Collection(LocalCluster.Collection)]
public sealed class GatewayLossTests(LocalCluster cluster)
{
    private const string Short = """{ "to": "sip:desk@sim;ring=10;answer=50;talk=50" }""";

    [Fact]
    public async Task Gateway_Terminated_IsNoticedByNobodyInFrontOfIt()
    {
        await cluster.MakeWhole();
        var lives = cluster.ExitsOf("gateway-1").Count;
        await using var load = SteadyLoad.On([cluster.Front, cluster.Front, cluster.Front, cluster.Front], Short);
        await load.More(40, "before");

        await cluster.Kill("gateway-1", "TERM");

        await Eventually.True("gateway-1 has ended", () => Task.FromResult(cluster.ExitsOf("gateway-1").Count > lives), TimeSpan.FromSeconds(60));
        await load.More(40, "after");
        await load.End();
        Assert.Equal(0, cluster.ExitsOf("gateway-1")[^1]);
        Assert.All(load.Answers, answer => Assert.True(answer.Status == 202, answer.ToString()));
    }

    [Fact]
    public async Task Gateway_Terminated_EndsItsStreamsForTheOtherToGoOn()
    {
        await cluster.MakeWhole();
        var id = await cluster.Front.Started("""{ "to": "sip:desk@sim;ring=10;answer=off" }""");
        using var stream = await EventStream.Open(cluster.Gateways[1], id);
        await stream.Read(one => one.Data.Contains("call.ringing", StringComparison.Ordinal));

        await cluster.Kill("gateway-2", "TERM");

        var seen = await stream.Read();
        Assert.DoesNotContain(seen, one => one.Name == "end");
        using var again = await EventStream.Open(cluster.Front, id, lastEventId: "1");
        Assert.Equal("2", (await again.Read(one => one.Name == "entry"))[^1].Id);
        await cluster.Front.Delete($"/api/v1/connects/{id}");
    }

    [Fact]
    public async Task Gateway_WithoutAnySilo_LivesAndIsNotReady()
    {
        await cluster.MakeWhole();
        foreach (var silo in Silos)
            await cluster.Kill(silo, "KILL");

        var ready = await Eventually.Get("gateway-1 is not ready", () => cluster.Gateways[0].Get("/health/ready"), answer => answer.Status == 503);
        Assert.Equal("unavailable", ready.Json["status"]!.GetValue<string>());
        Assert.Equal(200, (await cluster.Gateways[0].Get("/health/live")).Status);
        var refused = await cluster.Gateways[0].Start(Short);
        Assert.Equal((503, "unavailable"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Header("Retry-After"));

        await cluster.MakeWhole();
        await Eventually.True(
            "gateway-1 has found the silos again",
            async () => (await cluster.Gateways[0].Start(Short)).Status == 202, TimeSpan.FromSeconds(60));
    }

    private static readonly string[] Silos = ["silo-1", "silo-2", "silo-3", "plane-1", "plane-2"];
}
