using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Deliveries, endpoints and signing keys, as a project sees them.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class WebhookApiTests(ServiceFixture service)
{
    private const string Deliveries = "/api/v1/webhooks/deliveries";
    private const string Endpoints = "/api/v1/webhooks/endpoints";
    private const string Keys = "/api/v1/webhooks/signing_keys";
    private readonly Api _other = service.Api("beta");

    [Fact]
    public async Task Gone_MutesTheUrl_AndItsDeadLettersAreRedeliveredOneOrAll()
    {
        var api = service.Api("muted");
        using var receiver = new Receiver { Status = 410 };
        var url = $"http://user:canary-password@127.0.0.1:{receiver.Port}/hook?token=canary-password";

        var troubled = await Failed(api, url);
        var first = await Dead(api, troubled);
        var listed = (await api.Get("/api/v1/connects?only=callback_failing")).Json["data"]!.AsArray();
        Assert.Equal([troubled], listed.Select(row => Text(row!, "id")));
        Assert.Equal("gone", Text(first, "outcome"));
        Assert.Equal($"http://127.0.0.1:{receiver.Port}/…", Text(first, "url"));
        var (id, endpoint) = (Text(first, "id"), Text(first, "endpoint"));
        var shown = (await api.Get($"{Deliveries}/{id}")).Json;
        Assert.Equal(410, shown["attempts"]![0]!["status"]!.GetValue<int>());
        var health = (await api.Get($"{Endpoints}?url={Uri.EscapeDataString($"http://127.0.0.1:{receiver.Port}/hook?token=canary-password")}")).Json;
        Assert.Equal((endpoint, "closed", 1), (Text(health, "id"), Text(health, "circuit"), health["dead"]!.GetValue<int>()));
        Assert.NotNull(health["muted_until"]);

        // While it is muted, nobody is asked.
        var calls = receiver.All.Count;
        var second = await Dead(api, await Failed(api, url));
        Assert.Equal("muted", Text(second, "outcome"));
        Assert.Equal(calls, receiver.All.Count);

        // As often as it is asked for, until it has arrived: a client whose answer was lost asks again.
        receiver.Status = 500;
        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(202, (await api.Post($"{Deliveries}/{id}/redeliver", "")).Status);

        receiver.Status = 200;
        Assert.Null((await api.Post($"{Endpoints}/{endpoint}/unmute", "")).Json["muted_until"]);
        await Eventually.True("the silo knows that it is not muted any more", async () =>
        {
            await api.Post($"{Deliveries}/{id}/redeliver", "");
            return await State(api, id) == "delivered";
        }, TimeSpan.FromSeconds(40));
        Assert.Equal(409, (await api.Post($"{Deliveries}/{id}/redeliver", "")).Status);
        var all = await api.Post($"{Endpoints}/{endpoint}/redeliver?since=2026-01-01T00:00:00Z", "");
        Assert.Equal((202, 1), (all.Status, all.Json["redelivered"]!.GetValue<int>()));
        await Eventually.True("the second arrives", async () => await State(api, Text(second, "id")) == "delivered");

        Assert.Equal(2, receiver.All.Select(one => one.Headers.Split('\n').First(header => header.StartsWith("webhook-id", StringComparison.OrdinalIgnoreCase))).Distinct().Count());
        Assert.DoesNotContain("canary", shown.ToJsonString() + health.ToJsonString() + service.Service.Log, StringComparison.Ordinal);
        await AssertInvisible(id, endpoint);
    }

    /// <summary>With the project's own credentials, on a service whose loopback is open: it would do what it is told.</summary>
    [Fact]
    public async Task OurOwnApi_CalledFromInside_IsBlockedAndDoesNothing()
    {
        var api = service.Api("inside");
        var own = api.Http.BaseAddress!;
        var url = $"http://inside:{ServiceFixture.TokenOf("inside")}@127.0.0.1:{own.Port}{Keys}";

        var dead = await Dead(api, await Failed(api, url));

        var attempts = (await api.Get($"{Deliveries}/{Text(dead, "id")}")).Json["attempts"]!.AsArray();
        Assert.Equal(["blocked_address", "blocked_address", "blocked_address"], attempts.Select(attempt => Text(attempt!, "outcome")));
        Assert.Empty((await api.Get(Keys)).Json["data"]!.AsArray());
        // From outside, the same request is obeyed.
        Assert.Equal(201, (await api.Post(Keys, "{}")).Status);
        Assert.Single((await api.Get(Keys)).Json["data"]!.AsArray());
    }

    [Fact]
    public async Task Deliveries_Filtered_ShowOnlyWhatWasAskedFor()
    {
        var api = service.Api("webhooks");
        using var receiver = new Receiver();
        var url = $"http://127.0.0.1:{receiver.Port}/hook";
        var connect = await Failed(api, url);
        var delivery = await One(api, $"{Deliveries}?connect_id={connect}", "delivered");

        Assert.Equal((connect, "calling.call.state", "ended"), (Text(delivery, "connect_id"), Text(delivery, "event_type"), Text(delivery, "event_state")));
        foreach (var (query, count) in new[]
        {
            ($"connect_id={connect}&state=delivered", 1), ($"connect_id={connect}&state=dead", 0), ($"connect_id={connect}&outcome=ok", 1),
            ($"connect_id={connect}&outcome=timeout", 0), ($"connect_id={connect}&url={Uri.EscapeDataString(url)}", 1),
            ($"connect_id={connect}&url={Uri.EscapeDataString(url + "x")}", 0), ($"connect_id={connect}&endpoint={Text(delivery, "endpoint")}", 1),
            ($"connect_id={connect}&created_before=2026-01-01T00:00:00Z", 0), ($"connect_id={connect}&created_after=2026-01-01T00:00:00Z", 1),
            ($"call_id=call_{connect[5..]}_1", 1), ($"call_id=call_{connect[5..]}_2", 0),
        })
        {
            var answer = await api.Get($"{Deliveries}?{query}");
            Assert.True(answer.Status == 200 && answer.Json["data"]!.AsArray().Count == count, $"{query}: {answer}");
        }

        Assert.Equal(404, (await api.Get($"{Deliveries}/msg_{connect}_99")).Status);
        Assert.Equal("delivery_not_found", (await api.Get($"{Deliveries}/nonsense")).Code);
    }

    [Theory]
    [InlineData($"{Deliveries}?status=dead", "request_parameter_undefined ?status")]
    [InlineData($"{Deliveries}?state=gone", "request_parameter_invalid_value ?state")]
    [InlineData($"{Deliveries}?call_id=x", "request_parameter_invalid_value ?call_id")]
    [InlineData($"{Deliveries}?limit=0&cursor=x", "invalid_cursor ?cursor", "request_parameter_invalid_value ?limit")]
    [InlineData($"{Endpoints}?url=", "request_parameter_invalid_value ?url")]
    public async Task Query_ThatIsWrong_NamesEveryError(string path, params string[] errors)
    {
        var answer = await service.Api("webhooks").Get(path);

        Assert.Equal(422, answer.Status);
        Assert.Equal(errors, answer.Errors.Order());
    }

    [Fact]
    public async Task SigningKeys_Rotated_BothSignAndNoneIsShownAgain()
    {
        var api = service.Api("signed");
        using var receiver = new Receiver();
        var first = await api.Post(Keys, "");
        var second = await api.Post(Keys, "");
        Assert.Equal((201, 201, "no-store"), (first.Status, second.Status, first.Header("Cache-Control")));

        await One(api, $"{Deliveries}?connect_id={await Failed(api, $"http://127.0.0.1:{receiver.Port}/")}", "delivered");
        var listed = await api.Get(Keys);

        Assert.Equal([Text(second.Json, "id"), Text(first.Json, "id")], listed.Json["data"]!.AsArray().Select(key => Text(key!, "id")));
        Assert.Null(listed.Json["data"]![0]!["valid_until"]);
        Assert.NotNull(listed.Json["data"]![1]!["valid_until"]);
        Assert.DoesNotContain(Text(first.Json, "key"), listed.Text + service.Service.Log, StringComparison.Ordinal);
        var signatures = receiver.All.Single().Headers.Split('\n').Single(header => header.StartsWith("webhook-signature", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, signatures.Split("v1,").Length - 1);
        Assert.Empty((await _other.Get(Keys)).Json["data"]!.AsArray());
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    /// <summary>A connect whose leg fails at once, and tells a URL so, once.</summary>
    private static Task<string> Failed(Api api, string url) =>
        api.Started($$"""{ "to": "sip:busy@sim;status=486;after=0", "call_state_url": "{{url}}" }""");

    private static async Task<string> State(Api api, string id) => Text((await api.Get($"{Deliveries}/{id}")).Json, "state");

    private static Task<JsonNode> Dead(Api api, string connect) => One(api, $"{Deliveries}?connect_id={connect}", "dead");

    private static async Task<JsonNode> One(Api api, string query, string state)
    {
        JsonNode? found = null;
        await Eventually.True($"a delivery of {query} is {state}", async () =>
        {
            found = (await api.Get(query)).Json["data"]!.AsArray().FirstOrDefault(one => one!.Is("state", state));
            return found is not null;
        });
        return found!;
    }

    private async Task AssertInvisible(string id, string endpoint)
    {
        Assert.Equal(404, (await _other.Get($"{Deliveries}/{id}")).Status);
        Assert.Equal(404, (await _other.Post($"{Deliveries}/{id}/redeliver", "")).Status);
        Assert.Equal(404, (await _other.Get($"{Endpoints}/{endpoint}")).Status);
        Assert.Equal(404, (await _other.Post($"{Endpoints}/{endpoint}/mute", "")).Status);
        Assert.Equal(404, (await _other.Post($"{Endpoints}/{endpoint}/redeliver?since=2026-01-01T00:00:00Z", "")).Status);
        Assert.DoesNotContain(id, (await _other.Get(Deliveries)).Text, StringComparison.Ordinal);
    }
}
