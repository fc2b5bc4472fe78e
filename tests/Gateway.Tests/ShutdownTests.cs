using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>What happens at SIGTERM.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Terminate_WithCallsAndStreams_DrainsAndEndsInGoodOrder()
    {
        var port = ServiceProcess.FreePort();
        await using var service = ServiceProcess.Start(ServiceFixture.Settings(port, new KeyValuePair<string, string>("Orchestrator__Gateway__DrainDelay", "00:00:03")));
        using var http = ServiceFixture.Client(new Uri($"http://127.0.0.1:{port}"), ServiceFixture.Basic("alpha", ServiceFixture.TokenOf("alpha")));
        var api = new Api(http);
        await service.WaitUntilReady(http);
        var id = await api.Started("""{ "to": "sip:desk@sim;answer=off" }""");
        using var stream = await EventStream.Open(api, id);
        await stream.Read(one => one.Name == "entry");

        service.Terminate();

        var ready = await Eventually.Get("the service says that it drains", () => api.Get("/health/ready"), answer => answer.Status == 503);
        Assert.Equal("draining", ready.Json["status"]!.GetValue<string>());
        Assert.Equal(200, (await api.Get("/health/live")).Status);
        var refused = await api.Start("""{ "to": "+15550100001" }""");
        Assert.Equal((503, "draining"), (refused.Status, refused.Code));
        Assert.Equal("2", refused.Header("Retry-After"));
        Assert.Equal("connecting", (await api.View(id))["state"]!.GetValue<string>());
        Assert.Equal(202, (await api.Delete($"/api/v1/connects/{id}")).Status);

        Assert.Equal(0, await service.Exit(Patience));
        Assert.DoesNotContain("Unhandled exception", service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_Idle_EndsSoonWithCodeZero()
    {
        var port = ServiceProcess.FreePort();
        await using var service = ServiceProcess.Start(ServiceFixture.Settings(port));
        using var http = ServiceFixture.Client(new Uri($"http://127.0.0.1:{port}"));
        await service.WaitUntilReady(http);

        service.Terminate();

        Assert.Equal(0, await service.Exit(Patience));
    }
}
