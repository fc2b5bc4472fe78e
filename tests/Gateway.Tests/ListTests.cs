using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Lists: pages, filters, and what is wrong with a query.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class ListTests(ServiceFixture service)
{
    [Fact]
    public async Task Pages_OfFiftyConnects_HaveEachOneOnce()
    {
        var api = service.Api("lists");
        var started = new HashSet<string>();
        foreach (var batch in Enumerable.Range(0, 50).Chunk(10))
            started.UnionWith(await Task.WhenAll(batch.Select(_ => api.Started("""{ "to": "sip:busy@sim;status=486;after=0" }"""))));

        foreach (var (path, count) in new[] { ("/api/v1/connects", 50), ("/api/v1/calls", 100) })
        {
            if (count == 100)
                await Eventually.True("all legs are listed", async () => (await api.Get("/api/v1/calls?limit=200")).Json["data"]!.AsArray().Count == count);
            var rows = await Pages(api, path, 7, count);
            var ids = rows.ConvertAll(row => row["id"]!.GetValue<string>());
            Assert.Equal(count, ids.Distinct().Count());
            Assert.Equal(count, ids.Count);
            var created = rows.ConvertAll(row => row["created_at"]!.GetValue<string>());
            Assert.Equal(created.OrderDescending(StringComparer.Ordinal), created);
            if (count == 50) Assert.Equal(started, ids.ToHashSet());
        }
    }

    [Fact]
    public async Task Destinations_ManyOfThem_AreCountedAndAllAreFound()
    {
        var api = service.Api("many");
        var legs = string.Join(", ", Enumerable.Range(1, 16).Select(leg => $$"""{ "to": "sip:desk{{leg}}@sim;answer=off" }"""));
        var id = await api.Started($$"""{ "parallel": [{{legs}}] }""");

        var found = (await api.Get("/api/v1/connects?address=desk16@sim")).Json["data"]!.AsArray();

        var row = Assert.Single(found)!;
        Assert.Equal(id, (string?)row["id"]);
        Assert.Equal("sip:desk1@sim;answer=off, sip:desk2@sim;answer=off, sip:desk3@sim;answer=off and 13 more", (string?)row["to"]);
        await api.Delete($"/api/v1/connects/{id}");
    }

    [Fact]
    public async Task Filters_Each_KeepWhatTheySay()
    {
        var api = service.Api("filters");
        var rings = await api.Started("""{ "to": "sip:one@sim;answer=off" }""", """{ "from": "+15550101111", "to": "+15550100002", "answered": true }""");
        var busy = await api.Started("""{ "to": "sip:two@sim;status=486;after=0" }""");
        var failed = await api.UntilState(busy, "failed");
        var (first, second) = ((await api.View(rings))["created_at"]!.GetValue<string>(), failed["created_at"]!.GetValue<string>());

        Assert.Equal([busy, rings], await Ids("/api/v1/connects"));
        Assert.Equal([busy], await Ids("/api/v1/connects?state=failed"));
        Assert.Equal([rings], await Ids("/api/v1/connects?state=connecting"));
        Assert.Empty(await Ids("/api/v1/connects?state=disconnected"));
        Assert.Equal([rings], await Ids("/api/v1/connects?address=%2B15550101111"));
        Assert.Equal([busy], await Ids("/api/v1/connects?address=two@sim"));
        Assert.Empty(await Ids("/api/v1/connects?address=two@sim&state=connecting"));
        Assert.Equal([busy, rings], await Ids("/api/v1/connects?address=%2B15550100002"));
        Assert.Equal([busy], await Ids($"/api/v1/connects?created_after={second}"));
        Assert.Equal([busy, rings], await Ids($"/api/v1/connects?created_after={first}"));
        Assert.Empty(await Ids($"/api/v1/connects?created_before={first}"));
        Assert.Equal([rings], await Ids($"/api/v1/connects?created_before={second}"));
        Assert.Equal([busy], await Ids("/api/v1/connects?limit=1"));
        Assert.Equal([rings], await Ids("/api/v1/connects?only=active"));
        Assert.Empty(await Ids("/api/v1/connects?only=active&state=failed"));
        Assert.Empty(await Ids("/api/v1/connects?only=failed_ours"));
        Assert.Empty(await Ids("/api/v1/connects?only=stuck"));
        Assert.Empty(await Ids("/api/v1/connects?only=callback_failing"));

        var row = (await api.Get("/api/v1/connects?state=failed")).Json["data"]![0]!;
        Assert.Equal(("busy", "callee"), (row["reason"]!.GetValue<string>(), row["fault"]!.GetValue<string>()));
        Assert.Equal(["id", "state", "reason", "fault", "from", "to", "created_at", "ended_at"], row.AsObject().Select(member => member.Key));
        await api.Delete($"/api/v1/connects/{rings}");
        Assert.Contains("call_", (await Ids("/api/v1/calls?state=ended"))[0], StringComparison.Ordinal);

        async Task<IReadOnlyList<string>> Ids(string path)
        {
            var answer = await api.Get(path);
            Assert.True(answer.Status == 200, answer.ToString());
            return [.. answer.Json["data"]!.AsArray().Select(found => found!["id"]!.GetValue<string>())];
        }
    }

    [Theory]
    [InlineData("state=FAILED", "request_parameter_invalid_value ?state")]
    [InlineData("state=", "request_parameter_invalid_value ?state")]
    [InlineData("state=failed&state=connecting", "request_parameter_invalid_value ?state")]
    [InlineData("limit=0", "request_parameter_invalid_value ?limit")]
    [InlineData("limit=201", "request_parameter_invalid_value ?limit")]
    [InlineData("limit=-1", "request_parameter_invalid_value ?limit")]
    [InlineData("limit=", "request_parameter_invalid_value ?limit")]
    [InlineData("limit=1e1", "request_parameter_invalid_value ?limit")]
    [InlineData("limit=99999999999999999999", "request_parameter_invalid_value ?limit")]
    [InlineData("cursor=x", "invalid_cursor ?cursor")]
    [InlineData("cursor=", "invalid_cursor ?cursor")]
    [InlineData("cursor=OTk5fGNvbm5fMTIz", "invalid_cursor ?cursor")]
    [InlineData("address=", "request_parameter_invalid_value ?address")]
    [InlineData("created_after=yesterday", "request_parameter_invalid_value ?created_after")]
    [InlineData("created_after=", "request_parameter_invalid_value ?created_after")]
    [InlineData("created_before=2026-13-01T00:00:00Z", "request_parameter_invalid_value ?created_before")]
    [InlineData("only=mine", "request_parameter_invalid_value ?only")]
    [InlineData("stat=failed", "request_parameter_undefined ?stat")]
    [InlineData("Limit=5", "request_parameter_undefined ?Limit")]
    public async Task Query_Wrong_IsRefusedByName(string query, string expected)
    {
        var api = service.Api("empty");

        foreach (var path in new[] { "/api/v1/connects", "/api/v1/calls" })
        {
            if (query == "state=failed&state=connecting" && path.EndsWith("calls", StringComparison.Ordinal)) continue;
            var answer = await api.Get($"{path}?{query}");
            Assert.True(answer.Status == 422, answer.ToString());
            Assert.Equal([expected], answer.Errors);
        }
    }

    [Fact]
    public async Task Cursor_OfTheOtherListOrFarAway_GivesNothingWrong()
    {
        var api = service.Api("empty");
        var position = System.Buffers.Text.Base64Url.EncodeToString("3155378975999999999|call_00000000000000000000000000000000"u8);

        var answer = await api.Get($"/api/v1/connects?cursor={position}");

        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Json["data"]!.AsArray());
        Assert.False(answer.Json["has_more"]!.GetValue<bool>());
    }

    private static async Task<List<JsonNode>> Pages(Api api, string path, int size, int count)
    {
        var rows = new List<JsonNode>();
        var cursor = "";
        for (var page = 0; page <= count / size; page++)
        {
            var json = (await api.Get($"{path}?limit={size}{cursor}")).Json;
            rows.AddRange(json["data"]!.AsArray().Select(row => row!));
            var more = json["has_more"]!.GetValue<bool>();
            Assert.Equal(more, json["next_cursor"] is not null);
            Assert.Equal(more, rows.Count < count);
            if (!more) break;
            Assert.Equal(size, json["data"]!.AsArray().Count);
            cursor = $"&cursor={json["next_cursor"]!.GetValue<string>()}";
        }

        return rows;
    }
}
