using System.Text;
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

        foreach (var path in new[] { "/api/v1/queues/nobody", "/api/v1/queues/nobody/members" })
        {
            var missing = await api.Get(path);
            Assert.Equal((404, "queue_not_found"), (missing.Status, missing.Code));
        }

    }

    [Fact]
    public async Task Queue_WithCallersInIt_IsShownAndServed()
    {
        var api = service.Api("queues");
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/addresses/public/waiting")
        {
            Content = new StringContent(
                """{ "swml": { "sections": { "main": [ { "enter_queue": { "queue_name": "sales", "transfer_after_bridge": "{\"sections\":{\"main\":[\"hangup\"]}}" } } ] } } }""",
                Encoding.UTF8, "application/json"),
        };
        Assert.Equal(201, (await api.Send(put)).Status);
        for (var caller = 1; caller <= 2; caller++)
        {
            var inbound = await api.Post("/api/v1/simulator/inbound", $$"""{ "from": "+1555010000{{caller}}", "to": "/public/waiting" }""");
            Assert.Equal(202, inbound.Status);
            await Eventually.True($"caller {caller} waits", async () => (await api.Get("/api/v1/queues/sales")) is { Status: 200 } shown && shown.Json["size"]!.GetValue<int>() == caller);
        }

        var listed = Assert.Single((await api.Get("/api/v1/queues")).Json["data"]!.AsArray())!;
        Assert.Equal(["id", "name", "size", "takers", "avg_time", "created_at"], listed.AsObject().Select(field => field.Key));
        Assert.Equal(("sales", 2, 0), (listed["name"]!.GetValue<string>(), listed["size"]!.GetValue<int>(), listed["takers"]!.GetValue<int>()));
        var members = (await api.Get("/api/v1/queues/sales/members")).Json["data"]!.AsArray();
        Assert.Equal(["call_id", "from", "position", "state", "entered_at"], members[0]!.AsObject().Select(field => field.Key));
        Assert.Equal([("+15550100001", 1), ("+15550100002", 2)], members.Select(member => (member!["from"]!.GetValue<string>(), member["position"]!.GetValue<int>())));
        Assert.Equal(404, (await service.Api("alpha").Get("/api/v1/queues/sales")).Status);

        var id = await api.Started("""{ "to": "queue:sales", "transfer_after_bridge": "{\"sections\":{\"main\":[\"hangup\"]}}" }""");
        await api.UntilState(id, "connected");
        await Eventually.True("one is left", async () => (await api.Get("/api/v1/queues/sales")).Json["size"]!.GetValue<int>() == 1);
        await api.Delete($"/api/v1/connects/{id}");
        await api.UntilState(id, "disconnected");
    }

    [Fact]
    public async Task Queues_UnknownParameter_IsRefused()
    {
        var refused = await service.Api("queues").Get("/api/v1/queues?state=open");

        Assert.Equal((422, "validation_failed"), (refused.Status, refused.Code));
    }
}
