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
    public async Task Dashboard_NotAskedFor_IsNotThere()
    {
        var api = service.Api("alpha");

        Assert.Equal(404, (await api.Get("/orleans/")).Status);
        Assert.Null((await api.Get("/api/v1/cluster")).Json["dashboard"]);
    }

    /// <summary>It shows the grains of all projects.</summary>
    [Fact]
    public async Task Dashboard_OfAClusterThatHasIt_IsForOperators()
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        await using var process = ServiceProcess.Start(
            ServiceFixture.Settings(address.Port, [new("Orchestrator__Cluster__Dashboard", "true"), new("Orchestrator__Projects__1__Operator", "true")]));
        using var anonymous = ServiceFixture.Client(address);
        using var alpha = ServiceFixture.Client(address, ServiceFixture.Basic("alpha", ServiceFixture.TokenOf("alpha")));
        using var beta = ServiceFixture.Client(address, ServiceFixture.Basic("beta", ServiceFixture.TokenOf("beta")));
        await process.WaitUntilReady(anonymous);

        foreach (var path in new[] { "/orleans/", "/orleans/DashboardCounters" })
        {
            foreach (var (who, status) in new[] { (anonymous, 401), (alpha, 403), (beta, 200) })
            {
                using var answer = await who.GetAsync(path);
                Assert.Equal(status, (int)answer.StatusCode);
            }
        }

        Assert.Null((await new Api(alpha).Get("/api/v1/cluster")).Json["dashboard"]);
        Assert.True((await new Api(beta).Get("/api/v1/cluster")).Json.Is("dashboard", "/orleans/"));
    }

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
