using System.Text.Json.Nodes;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>A node that carries legs, and goes.</summary>
[Collection(LocalCluster.Collection)]
public sealed class PlaneLossTests(LocalCluster cluster)
{
    private const int Many = 12; // so that each plane carries some
    private const string Rings = """{ "timeout": 60, "to": "sip:n@sim;ring=10;answer=off" }""";
    private const string Talks = """{ "to": "sip:t@sim;answer=50" }""";

    [Fact]
    public async Task Plane_Killed_EndsItsCallsByErrorAndNoOthers()
    {
        await cluster.MakeWhole();
        var ringing = await cluster.Front.StartMany(Many, Rings, Operations.Rings, "rings");
        var connected = await cluster.Front.StartMany(Many, Talks, Operations.IsConnected, "is connected");

        await cluster.Kill("plane-1");

        await UntilNoneIsLeftThere(ringing, connected);
        var (lostRinging, lostTalking) = (await Over(ringing), await Over(connected));
        Assert.InRange(lostRinging.Count, 1, Many - 1);
        Assert.InRange(lostTalking.Count, 1, Many - 1);
        Assert.All(lostRinging, view => Assert.Equal(("failed", "error"), (Text(view, "state"), Text(view, "failed_reason"))));
        Assert.All(lostTalking, view => Assert.Equal(("disconnected", "error"), (Text(view, "state"), Text(view, "ended_by"))));
        Assert.All(lostTalking.Concat(lostRinging), view => Assert.All(view["legs"]!.AsArray(), leg => Assert.Equal("ended", Text(leg!, "state"))));
        // New callers go to the other plane.
        foreach (var id in await cluster.Front.StartMany(Many, Talks, Operations.IsConnected, "is connected"))
            await cluster.Front.Delete($"/api/v1/connects/{id}");
        await Cancel([.. ringing, .. connected]);
    }

    [Fact]
    public async Task Plane_Terminated_DrainsWhileTheOtherTakesNewCallers()
    {
        await cluster.MakeWhole();
        var lives = cluster.ExitsOf("plane-2").Count;
        var short_ = await cluster.Front.StartMany(Many, """{ "max_duration": 4, "to": "sip:t@sim;answer=50" }""", Operations.IsConnected, "is connected");

        await cluster.Kill("plane-2", "TERM");

        var later = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => cluster.Front.StartStubbornly("""{ "max_duration": 1, "to": "sip:t@sim;answer=50" }""")));
        foreach (var id in short_.Concat(later))
            Assert.Equal("max_duration", Text(await cluster.Front.Ended(id), "ended_by"));
        await Eventually.True("plane-2 has ended", () => Task.FromResult(cluster.ExitsOf("plane-2").Count > lives), TimeSpan.FromSeconds(60));
        Assert.Equal(0, cluster.ExitsOf("plane-2")[^1]);
    }

    /// <summary>Until as many are over as there will be: some are, and a while later no more.</summary>
    private async Task UntilNoneIsLeftThere(IReadOnlyList<string> ringing, IReadOnlyList<string> connected)
    {
        await using var redis = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(cluster.Redis);
        var server = redis.GetServer(cluster.Redis);
        await Eventually.True(
            $"of {ringing.Count + connected.Count} calls none is on plane-1 any more",
            async () =>
            {
                await foreach (var key in server.KeysAsync(pattern: "{orc:*}:n:plane-1@*"))
                    return false;
                return true;
            },
            TimeSpan.FromSeconds(90));
    }

    private async Task<IReadOnlyList<JsonNode>> Over(IEnumerable<string> ids) =>
    [
        .. (await Task.WhenAll(ids.Select(cluster.Front.View))).Where(view => Text(view, "state") is "failed" or "disconnected"),
    ];

    private async Task Cancel(IEnumerable<string> ids)
    {
        foreach (var id in ids)
            await cluster.Front.Delete($"/api/v1/connects/{id}");
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();
}
