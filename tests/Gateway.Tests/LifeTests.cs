using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>What can be done with one connect from its start to its end.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class LifeTests(ServiceFixture service)
{
    private const string AnswersAtOnce = """{ "to": "sip:desk@sim;ring=10;answer=50" }""";
    private const string RingsForEver = """{ "to": "sip:desk@sim;ring=10;answer=off" }""";
    private readonly Api _api = service.Api("alpha");

    [Fact]
    public async Task Start_Valid_IsAcceptedWithItsLinks()
    {
        var answer = await _api.Start(RingsForEver);

        Assert.Equal(202, answer.Status);
        var id = answer.Json["id"]!.GetValue<string>();
        Assert.Equal($"/api/v1/connects/{id}", answer.Header("Location"));
        Assert.Equal("connecting", answer.Json["state"]!.GetValue<string>());
        Assert.Matches(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z", answer.Json["created_at"]!.GetValue<string>());
        foreach (var link in new[] { "self", "timeline" })
            Assert.Equal(200, (await _api.Get(answer.Json["links"]![link]!.GetValue<string>())).Status);
        Assert.Equal($"/api/v1/connects/{id}/events", answer.Json["links"]!["events"]!.GetValue<string>());
        var call = await _api.Get($"/api/v1/calls/{answer.Json["call_id"]!.GetValue<string>()}");
        Assert.Equal("inbound", call.Json["direction"]!.GetValue<string>());
        await _api.Delete($"/api/v1/connects/{id}");
    }

    [Fact]
    public async Task Connect_Answered_ShowsOneStoryInEveryView()
    {
        var id = await _api.Started("""{ "to": "sip:desk@sim;ring=10;answer=50;talk=150" }""");

        var view = await _api.UntilComplete(id);

        Assert.Equal("disconnected", view["state"]!.GetValue<string>());
        Assert.Equal("callee", view["ended_by"]!.GetValue<string>());
        var leg = Assert.Single(view["legs"]!.AsArray())!;
        Assert.True(leg["won"]!.GetValue<bool>());
        Assert.Equal("hangup", leg["end_reason"]!.GetValue<string>());
        Assert.Equal(view["peer"]!.GetValue<string>(), leg["call_id"]!.GetValue<string>());

        var entries = await _api.Timeline(id);
        var kinds = entries.Select(entry => entry!["kind"]!.GetValue<string>()).ToList();
        string[] order = ["connect.accepted", "call.created", "call.ringing", "connect.leg_won", "connect.connected", "connect.disconnected"];
        Assert.Equal(order, kinds.Where(order.Contains));
        Assert.All(entries, entry => Assert.NotEmpty(entry!["sentence"]!.GetValue<string>()));
        Assert.All(entries, entry => Assert.Equal(id, entry!["connect_id"]!.GetValue<string>()));
        Assert.Equal(0, entries[0]!["offset_ms"]!.GetValue<long>());

        var call = await _api.Get($"/api/v1/calls/{leg["call_id"]!.GetValue<string>()}");
        Assert.Equal("outbound", call.Json["direction"]!.GetValue<string>());
        Assert.Equal(id, call.Json["connect_id"]!.GetValue<string>());
        foreach (var same in new[] { "state", "end_reason", "from", "to", "created_at", "answered_at", "ended_at" })
            Assert.Equal(leg[same]!.GetValue<string>(), call.Json[same]!.GetValue<string>());
        var ofLeg = await _api.Get($"/api/v1/calls/{leg["call_id"]!.GetValue<string>()}/timeline");
        Assert.Equal(
            entries.Where(entry => entry!["call_id"]?.GetValue<string>() == leg["call_id"]!.GetValue<string>()).Select(Sequence),
            ofLeg.Json["data"]!.AsArray().Select(Sequence));
    }

    [Fact]
    public async Task Delete_WhileConnecting_FailsWithCancel()
    {
        var id = await _api.Started(RingsForEver);
        await _api.Until(id, view => view["legs"]!.AsArray().Any(leg => leg!.Is("state", "ringing")), "rings");

        var answer = await _api.Delete($"/api/v1/connects/{id}");

        Assert.Equal(202, answer.Status);
        Assert.Equal(id, answer.Json["id"]!.GetValue<string>());
        var view = await _api.UntilComplete(id);
        Assert.Equal("failed", view["state"]!.GetValue<string>());
        Assert.Equal("cancel", view["failed_reason"]!.GetValue<string>());
        Assert.Equal("cancel", view["legs"]![0]!["end_reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_WhileConnected_EndsTheBridge()
    {
        var id = await _api.Started(AnswersAtOnce);
        await _api.UntilState(id, "connected");

        Assert.Equal(202, (await _api.Delete($"/api/v1/connects/{id}")).Status);

        var view = await _api.UntilComplete(id);
        Assert.Equal("disconnected", view["state"]!.GetValue<string>());
        Assert.Equal("api_request", view["ended_by"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_AfterTheEnd_IsAConflict()
    {
        var id = await _api.Started("""{ "to": "sip:desk@sim;status=486;after=10" }""");
        await _api.UntilState(id, "failed");

        var answer = await _api.Delete($"/api/v1/connects/{id}");

        Assert.Equal((409, "connect_ended"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Delete_TwentyAtOnce_EndsItOnceAndBreaksNothing()
    {
        var id = await _api.Started(RingsForEver);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.Delete($"/api/v1/connects/{id}")));

        Assert.All(answers, answer => Assert.True(answer.Status is 202 or 409, answer.ToString()));
        Assert.Contains(answers, answer => answer.Status == 202);
        await _api.UntilComplete(id);
        Assert.Single(await _api.Timeline(id), entry => entry!.Is("kind", "connect.failed"));
    }

    [Fact]
    public async Task Start_OnTheSameCall_IsRefusedWhileItIsBusyAndWhenItHasEnded()
    {
        var answer = await _api.Start(AnswersAtOnce);
        var (id, callId) = (answer.Json["id"]!.GetValue<string>(), answer.Json["call_id"]!.GetValue<string>());
        await _api.UntilState(id, "connected");
        var again = $$"""{ "call_id": "{{callId}}", "connect": { "to": "+15550100001" } }""";
        var onLeg = $$"""{ "call_id": "{{callId}}_1_1", "connect": { "to": "+15550100001" } }""";

        var busy = await _api.Post("/api/v1/connects", again);
        var leg = await _api.Post("/api/v1/connects", onLeg);
        await _api.Delete($"/api/v1/connects/{id}");
        await Eventually.True("the caller's leg is over", async () => (await _api.Get($"/api/v1/calls/{callId}")).Json.Is("state", "ended"));
        var ended = await _api.Post("/api/v1/connects", again);

        Assert.Equal((409, "call_busy"), (busy.Status, busy.Code));
        Assert.Equal((409, "call_busy"), (leg.Status, leg.Code));
        Assert.Equal((409, "call_ended"), (ended.Status, ended.Code));
    }

    [Fact]
    public async Task Start_OnACallThatIsNotThere_IsNotFound()
    {
        foreach (var callId in new[] { $"call_{new string('0', 32)}", $"call_{new string('_', 32)}", $"call_{new string('a', 59)}" })
        {
            var answer = await _api.Post("/api/v1/connects", $$"""{ "call_id": "{{callId}}", "connect": { "to": "+15550100001" } }""");
            Assert.Equal((404, "call_not_found"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Caller_HangsUp_CancelsTheConnect()
    {
        var id = await _api.Started(RingsForEver, """{ "from": "sip:a@sim", "to": "+15550100002", "hangup_after": 100 }""");

        var view = await _api.UntilComplete(id);

        Assert.Equal("failed", view["state"]!.GetValue<string>());
        Assert.Equal("cancel", view["failed_reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("GET", "/api/v1/connects/{0}", "connect_not_found")]
    [InlineData("DELETE", "/api/v1/connects/{0}", "connect_not_found")]
    [InlineData("GET", "/api/v1/connects/{0}/timeline", "connect_not_found")]
    [InlineData("GET", "/api/v1/connects/{0}/events", "connect_not_found")]
    [InlineData("GET", "/api/v1/calls/{1}", "call_not_found")]
    [InlineData("GET", "/api/v1/calls/{1}/timeline", "call_not_found")]
    [InlineData("GET", "/api/v1/calls/{1}_1_1", "call_not_found")]
    [InlineData("GET", "/api/v1/calls/{1}_1_1/timeline", "call_not_found")]
    public async Task Endpoint_OfAnotherProjectOrUnknown_IsNotFound(string method, string path, string code)
    {
        var started = await _api.Start(RingsForEver);
        var (id, callId) = (started.Json["id"]!.GetValue<string>(), started.Json["call_id"]!.GetValue<string>());
        await _api.Until(id, view => view["legs"]!.AsArray().Count == 1, "has its leg");
        string[] sessions = [$"{new string('0', 32)}", $"{new string('_', 32)}"];
        (Api Api, string Path)[] cases =
        [
            (service.Api("beta"), Path(id, callId)),
            .. sessions.Select(session => (_api, Path($"conn_{session}_1", $"call_{session}"))),
            (_api, Path("x", "x")),
            (_api, Path(callId, id)),
            (_api, Path($"{id}%2F..", $"{callId}%0A")),
            (_api, Path(id.ToUpperInvariant(), callId.ToUpperInvariant())),
            (_api, Path(new string('c', 4000), new string('c', 4000))),
        ];

        foreach (var (api, asked) in cases)
        {
            var answer = await api.Send(new HttpRequestMessage(new HttpMethod(method), asked));
            Assert.True(answer.Status == 404 && answer.Code == code, $"{asked}: {answer}");
        }

        Assert.Equal("connecting", (await _api.View(id))["state"]!.GetValue<string>());
        await _api.Delete($"/api/v1/connects/{id}");

        string Path(string connect, string call) => string.Format(System.Globalization.CultureInfo.InvariantCulture, path, connect, call);
    }

    [Fact]
    public async Task Start_OnAnotherProjectsCall_IsNotFound()
    {
        var started = await _api.Start(RingsForEver);
        var callId = started.Json["call_id"]!.GetValue<string>();
        var beta = service.Api("beta");

        var answer = await beta.Post("/api/v1/connects", $$"""{ "call_id": "{{callId}}", "connect": { "to": "+15550100001" } }""");

        Assert.Equal((404, "call_not_found"), (answer.Status, answer.Code));
        Assert.Empty((await beta.Get("/api/v1/connects")).Json["data"]!.AsArray());
        Assert.Empty((await beta.Get("/api/v1/calls")).Json["data"]!.AsArray());
        await _api.Delete(started.Header("Location")!);
    }

    private static long Sequence(JsonNode? entry) => entry!["sequence"]!.GetValue<long>();
}
