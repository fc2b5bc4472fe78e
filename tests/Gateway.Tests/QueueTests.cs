using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Queues as the API shows them.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class QueueTests(ServiceFixture service)
{
    [Fact]
    public async Task Queue_NeverUsed_IsNotThere()
    {
        var api = service.Api("queues");

        foreach (var path in new[] { "/api/v1/queues/sales", "/api/v1/queues/sales/members" })
        {
            var missing = await api.Get(path);
            Assert.Equal((404, "queue_not_found"), (missing.Status, missing.Code));
        }

        Assert.Empty((await api.Get("/api/v1/queues")).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task Queues_UnknownParameter_IsRefused()
    {
        var refused = await service.Api("queues").Get("/api/v1/queues?state=open");

        Assert.Equal((422, "validation_failed"), (refused.Status, refused.Code));
    }
}
