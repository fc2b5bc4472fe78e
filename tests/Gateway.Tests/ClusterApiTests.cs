using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The nodes, as operators see them.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class ClusterApiTests(ServiceFixture service)
{
    [Fact]
    public async Task Cluster_OfOneProcess_IsOneNodeThatDoesEverything()
    {
        var api = service.Api("alpha");
        var rings = await api.Started("""{ "to": "sip:one@sim;answer=off" }""");
        await api.Until(rings, view => view["legs"]!.AsArray().Any(leg => leg!.Is("state", "ringing")), "rings");

        var node = Assert.Single((await api.Get("/api/v1/cluster")).Json["data"]!.AsArray())!;

        Assert.True(node.Is("status", "active"), node.ToJsonString());
        Assert.True(node["answers"]!.GetValue<bool>());
        Assert.True(node["connects"]!.GetValue<long>() >= 1, node.ToJsonString());
        Assert.True(node["legs"]!.GetValue<int>() >= 2, node.ToJsonString());
        Assert.InRange(node["memory_bytes"]!.GetValue<long>(), 10_000_000, 100_000_000_000);
        Assert.StartsWith($"{node["name"]!.GetValue<string>()}@", node["id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(node["started_at"]!.GetValue<DateTimeOffset>() < TimeProvider.System.GetUtcNow());
        await api.Delete($"/api/v1/connects/{rings}");
    }

    [Fact]
    public async Task Cluster_WithoutCredentials_IsNotShown() =>
        Assert.Equal(401, (await new Api(service.Anonymous).Get("/api/v1/cluster")).Status);

    [Fact]
    public async Task Timeline_OfAConnect_SaysWhoRunsItAndWhatIsTold()
    {
        var api = service.Api("alpha");
        var connect = await api.Started("""{ "to": "sip:busy@sim;status=486;after=0", "call_state_url": "http://127.0.0.1:9/", "call_state_events": ["created", "ended"] }""");
        await api.UntilState(connect, "failed");
        var node = (await api.Get("/api/v1/cluster")).Json["data"]![0]!["id"]!.GetValue<string>();

        var timeline = await api.Timeline(connect);

        Assert.Equal(node, timeline.Single(entry => entry!.Is("kind", "call.arrived"))!["details"]!["owner"]!.GetValue<string>());
        var created = timeline.Single(entry => entry!.Is("kind", "call.created"))!["details"]!;
        Assert.Equal(node, created["node"]!.GetValue<string>());
        Assert.Equal(["created", "ended"], created["call_state_events"]!.AsArray().Select(word => word!.GetValue<string>()));
    }
}
