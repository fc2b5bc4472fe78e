using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The face that SWML users already call, addresses, and the simulator, against the real service.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class CallingTests(ServiceFixture service)
{
    private const string Sleeps = """{ "sections": { "main": [ { "sleep": 600000 } ] } }""";
    private readonly Api _api = service.Api("alpha");

    [Fact]
    public async Task Dial_IsAnsweredWithTheCall_AndItsScriptRunsWhenItAnswers()
    {
        using var receiver = new Receiver();
        var answer = await Command("dial", $$$"""
            { "from": "+15550100001", "to": "sip:bob@sim;answer=300", "status_url": "http://127.0.0.1:{{{receiver.Port}}}/states", "status_events": ["created", "answered", "ended"],
              "custom_variables": { "who": "bob" },
              "swml": { "sections": { "main": [ { "request": { "url": "http://127.0.0.1:{{{receiver.Port}}}/${envs.who}", "method": "POST", "body": "%{call.direction}" } } ] } } }
            """);

        Assert.True(answer.Status == 200, answer.ToString());
        var id = answer.Json["id"]!.GetValue<string>();
        Assert.Equal(
            ("outbound-api", "+15550100001", "sip:bob@sim;answer=300", "relay_sip_call"),
            (Text(answer, "direction"), Text(answer, "from"), Text(answer, "to"), Text(answer, "type")));
        await UntilEnded(id, "hangup");
        await Eventually.True("all states are told", () => Task.FromResult(receiver.All.Count(request => request.Path == "/states") == 3));
        Assert.Equal(["created", "answered", "ended"], receiver.All.Where(request => request.Path == "/states")
            .Select(request => JsonNode.Parse(request.Body)!["params"]!["call_state"]!.GetValue<string>()));
        Assert.Equal("outbound", Assert.Single(receiver.All, request => request.Path == "/bob").Body);
    }

    [Fact]
    public async Task Dial_NobodyAnswers_EndsAfterItsTimeoutAndNoScriptRuns()
    {
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=off", "timeout": 1, "swml": {{Sleeps}} }""");

        var id = Text(answer, "id");
        await UntilEnded(id, "no_answer");
        Assert.DoesNotContain(await Kinds(id), kind => kind == "script.started");
    }

    [Theory]
    [InlineData("""{ "to": "sip:b@sim", "swml": "x: 1" }""", "from", "swml")]
    [InlineData("""{ "from": "+15550100001", "to": "bob", "timeout": 601, "url": "ftp://x" }""", "to", "timeout", "url")]
    [InlineData("""{ "from": "+15550100001", "to": "sip:b@sim", "url": "http://x.example/a", "custom_variables": { "sw_a": 1 } }""", "custom_variables")]
    [InlineData("""{ "from": "+15550100001", "to": "sip:b@sim", "swml": { "sections": { "main": ["answer"] } }, "fallback_url": "http://x.example/a" }""", "fallback_url")]
    [InlineData("""{ "from": "+15550100001", "to": "sip:b@sim" }""", "params")]
    public async Task Dial_NotValid_IsRefusedWithEveryErrorByName(string parameters, params string[] attributes)
    {
        var answer = await Command("dial", parameters);

        Assert.Equal(422, answer.Status);
        var errors = answer.Json["errors"]!.AsArray();
        Assert.Equal(attributes.Order(), errors.Select(error => error!["attribute"]!.GetValue<string>()).Distinct().Order());
        Assert.All(errors, error => Assert.Equal("validation_error", error!["type"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("calling.stream")]
    [InlineData("calling.stream.stop")]
    [InlineData("calling.record")]
    [InlineData("calling.record.pause")]
    [InlineData("calling.tap")]
    [InlineData("calling.tap.stop")]
    [InlineData("calling.detect.stop")]
    [InlineData("calling.denoise")]
    [InlineData("calling.transcribe")]
    [InlineData("calling.live_translate.stop")]
    [InlineData("calling.send_fax")]
    [InlineData("calling.ai_message")]
    public async Task Command_NotBuiltYet_IsRefusedByName(string command)
    {
        var answer = await Command(command, "{}", "call_00000000000000000000000000000000");

        Assert.Equal((422, "not_supported_yet"), (answer.Status, Text(answer.Json["errors"]![0]!, "code")));
        Assert.Contains(command, Text(answer.Json["errors"]![0]!, "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_HangsUp_AndAgainItHasEnded()
    {
        var id = await Up();

        Assert.Equal(200, (await Command("calling.end", """{ "reason": "hangup" }""", id)).Status);
        await UntilEnded(id, "hangup");
        Assert.Equal((422, "call_ended"), Error(await Command("calling.end", "{}", id)));
    }

    [Fact]
    public async Task Commands_OfAnotherProject_NeverFindTheCall()
    {
        var id = await Up();

        var answer = await service.Api("beta").Post("/api/calling/calls", $$"""{ "command": "calling.end", "id": "{{id}}" }""");
        Assert.Equal(404, answer.Status);
        await Command("calling.end", "{}", id);
    }

    [Fact]
    public async Task Transfer_ReplacesTheScript()
    {
        var id = await Up();

        Assert.Equal(200, (await Command("calling.transfer", """{ "dest": { "sections": { "main": [ { "hangup": {} } ] } } }""", id)).Status);
        await UntilEnded(id, "hangup");
        Assert.Contains("script.transferred", await Kinds(id));
    }

    [Theory]
    [InlineData("swml")]
    [InlineData("url")]
    public async Task Update_WithAScript_ReplacesIt_OfACallThatIsAnswered(string by)
    {
        using var receiver = new Receiver();
        var ringing = Text(await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=off", "swml": {{Sleeps}} }"""), "id");
        var up = await Up();
        var script = by == "swml" ? """ "swml": { "sections": { "main": [ { "hangup": {} } ] } } """ : $""" "url": "http://127.0.0.1:{receiver.Port}/script" """;

        Assert.Equal((422, "call_state_invalid"), Error(await Command("update", $$"""{ "id": "{{ringing}}", {{script}} }""")));
        Assert.Equal(200, (await Command("update", $$"""{ "id": "{{up}}", {{script}} }""")).Status);
        await UntilEnded(up, "hangup");
        Assert.Contains("script.transferred", await Kinds(up));
        if (by == "url")
            Assert.Equal(up, JsonNode.Parse(Assert.Single(receiver.All).Body)!["call"]!["call_id"]!.GetValue<string>());
        await Command("update", $$"""{ "id": "{{ringing}}", "status": "canceled" }""");
    }

    [Theory]
    [InlineData("busy", "busy")]
    [InlineData("decline", "declined")]
    [InlineData("cancel", "cancel")]
    [InlineData("no_answer", "no_answer")]
    [InlineData("error", "error")]
    public async Task End_OfACallThatRings_EndsItForThatReason(string reason, string ended)
    {
        var ringing = Text(await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=off", "swml": {{Sleeps}} }"""), "id");

        Assert.Equal(200, (await Command("calling.end", $$"""{ "reason": "{{reason}}" }""", ringing)).Status);
        await UntilEnded(ringing, ended);
    }

    [Fact]
    public async Task Update_Statuses_EndTheCallInTheirStageOnly()
    {
        var ringing = Text(await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=off", "swml": {{Sleeps}} }"""), "id");
        var up = await Up();

        Assert.Equal((422, "call_state_invalid"), Error(await Command("update", $$"""{ "id": "{{ringing}}", "status": "completed" }""")));
        Assert.Equal((422, "call_state_invalid"), Error(await Command("update", $$"""{ "id": "{{up}}", "status": "canceled" }""")));
        Assert.Equal(200, (await Command("update", $$"""{ "id": "{{ringing}}", "status": "canceled" }""")).Status);
        Assert.Equal(200, (await Command("update", $$"""{ "id": "{{up}}", "status": "completed" }""")).Status);
        await UntilEnded(ringing, "cancel");
        await UntilEnded(up, "hangup");
    }

    [Fact]
    public async Task Disconnect_EndsTheBridge_AndTheScriptGoesOn()
    {
        var id = await Up("""{ "sections": { "main": [ { "connect": { "to": "sip:b@sim;answer=100" } }, { "sleep": 600000 } ] } }""");
        await Eventually.True("they are connected", async () => (await Kinds(id)).Contains("call.bridged"));

        Assert.Equal(200, (await Command("calling.disconnect", "{}", id)).Status);
        await Eventually.True("the script goes on", async () => (await _api.Get($"/api/v1/calls/{id}/timeline")).Text.Contains("connect ended: connected", StringComparison.Ordinal));
        Assert.Equal((422, "call_not_connected"), Error(await Command("calling.disconnect", "{}", id)));
        await Command("calling.end", "{}", id);
    }

    private async Task<string> Up(string swml = Sleeps)
    {
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=0", "swml": {{swml}} }""");
        Assert.True(answer.Status == 200, answer.ToString());
        var id = Text(answer, "id");
        await Eventually.True("its script runs", async () => (await Kinds(id)).Contains("script.started"));
        return id;
    }

    private Task<Answer> Command(string command, string parameters, string? id = null) => _api.Post(
        "/api/calling/calls", $$"""{ "command": "{{command}}", {{(id is null ? "" : $"\"id\": \"{id}\",")}} "params": {{parameters}} }""");

    private Task<JsonNode> UntilEnded(string id, string reason) => Eventually.Get(
        $"call {id} has ended", async () => (await _api.Get($"/api/v1/calls/{id}")).Json, call => call.Is("state", "ended") && call.Is("end_reason", reason));

    private async Task<IReadOnlyList<string>> Kinds(string id) =>
        [.. (await _api.Get($"/api/v1/calls/{id}/timeline")).Json["data"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>())];

    private static (int, string) Error(Answer answer) => (answer.Status, Text(answer.Json["errors"]![0]!, "code"));

    private static string Text(Answer answer, string name) => Text(answer.Json, name);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
