using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Playing to a call, collecting its digits and telling of events of one's own, by the calling API of the real service.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class ControlApiTests(ServiceFixture service)
{
    private readonly Api _api = service.Api("alpha");

    [Fact]
    public async Task Play_IsCarriedOutUnderItsName_AndToldWhereItWasAsked()
    {
        using var receiver = new Receiver();
        var id = await Up();
        var body = $$"""
            { "control_id": "hello", "volume": -3, "status_url": "http://127.0.0.1:{{receiver.Port}}/plays",
              "play": [ { "type": "tts", "text": "Hello.", "language": "en-GB" }, { "type": "silence", "params": { "duration": 60 } },
                        { "type": "ringtone", "name": "us", "duration": 2.5 }, { "type": "audio", "url": "https://files.example/a.wav" } ] }
            """;

        Assert.Equal((200, "hello"), Named(await Command("calling.play", body, id)));
        Assert.Equal((200, "hello"), Named(await Command("calling.play", body, id)));
        Assert.Equal((422, "control_id_reused"), Error(await Command("calling.play", """{ "control_id": "hello", "play": [ { "type": "silence", "duration": 1 } ] }""", id)));
        Assert.Equal(200, (await Command("calling.play.pause", """{ "control_id": "hello" }""", id)).Status);
        Assert.Equal(200, (await Command("calling.play.volume", """{ "control_id": "hello", "volume": 12.5 }""", id)).Status);
        Assert.Equal(200, (await Command("calling.play.resume", """{ "control_id": "hello" }""", id)).Status);
        Assert.Equal(200, (await Command("calling.play.stop", """{ "control_id": "hello" }""", id)).Status);
        Assert.Equal((422, "control_ended"), Error(await Command("calling.play.pause", """{ "control_id": "hello" }""", id)));
        await Eventually.True("all states are told", () => Task.FromResult(receiver.All.Count == 4));

        Assert.Equal(["playing", "paused", "playing", "finished"], receiver.All.Select(request =>
            JsonNode.Parse(request.Body)!["params"]!["state"]!.GetValue<string>()));
        Assert.All(receiver.All, request => Assert.Equal("hello", JsonNode.Parse(request.Body)!["params"]!["control_id"]!.GetValue<string>()));
        await Command("calling.end", "{}", id);
    }

    [Fact]
    public async Task Collect_TellsWhatWasPressed_AndIsGivenANameIfItHasNone()
    {
        using var receiver = new Receiver();
        var id = await Up("sip:bob@sim;answer=0;digits=1%401500%2B2%401600%2B%23%401700");

        var answer = await Command("calling.collect", $$"""
            { "digits": { "max": 5, "terminators": "#", "digit_timeout": 4 }, "initial_timeout": 30, "status_url": "http://127.0.0.1:{{receiver.Port}}/digits" }
            """, id);
        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(200, (await Command("calling.collect.start_input_timers", $$"""{ "control_id": "{{Text(answer.Json, "control_id")}}" }""", id)).Status);
        await Eventually.True("the digits are told", () => Task.FromResult(receiver.All.Count == 1));

        var told = JsonNode.Parse(receiver.All.First().Body)!;
        Assert.Equal(("calling.call.collect", Text(answer.Json, "control_id")), (Text(told, "event_type"), Text(told["params"]!, "control_id")));
        Assert.Equal("""{"type":"digit","params":{"digits":"12","terminator":"#"}}""", told["params"]!["result"]!.ToJsonString());
        Assert.Equal(200, (await Command("calling.collect.stop", $$"""{ "control_id": "{{Text(answer.Json, "control_id")}}" }""", id)).Status);
        await Command("calling.end", "{}", id);
    }

    [Fact]
    public async Task Refer_WhereNoPhoneCanBeTold_EndsInAnError()
    {
        using var receiver = new Receiver();
        var id = await Up();

        Assert.Equal((200, "away"), Named(await Command("calling.refer", $$"""
            { "control_id": "away", "device": { "type": "sip", "params": { "to": "sip:bob@sim" } }, "status_url": "http://127.0.0.1:{{receiver.Port}}/refers" }
            """, id)));
        await Eventually.True("both states are told", () => Task.FromResult(receiver.All.Count == 2));

        Assert.Equal(["inProgress", "error"], receiver.All.Select(request => JsonNode.Parse(request.Body)!["params"]!["state"]!.GetValue<string>()));
        Assert.Equal((422, "control_not_found"), Error(await Command("calling.play.stop", """{ "control_id": "away" }""", id)));
        await Command("calling.end", "{}", id);
    }

    [Fact]
    public async Task UserEvent_StandsInTheTimeline()
    {
        var id = await Up();

        Assert.Equal(200, (await Command("calling.user_event", """{ "event": { "order": 4711 } }""", id)).Status);
        var told = (await _api.Get($"/api/v1/calls/{id}/timeline")).Json["data"]!.AsArray().Single(entry => entry!.Is("kind", "call.user_event"))!;
        Assert.Equal("""User event {"order":4711}.""", (string?)told["sentence"]);
        Assert.Equal("""{"order":4711}""", Text(told["details"]!, "event"));
        await Command("calling.end", "{}", id);
    }

    [Theory]
    [InlineData("calling.play", "{}", "play")]
    [InlineData("calling.play", """{ "play": [ { "type": "video" } ], "direction": "both", "loop": -1 }""", "direction", "loop", "play")]
    [InlineData("calling.play", """{ "play": [ { "type": "audio", "url": "ftp://x/a" } ], "volume": 41, "status_url": "x" }""", "play", "status_url", "volume")]
    [InlineData("calling.play", """{ "play": [ { "type": "tts", "text": "a", "voice": "x" }, { "type": "tts", "text": "b", "voice": "y" } ], "speed": 2 }""", "play", "speed")]
    [InlineData("calling.play.pause", "{}", "control_id")]
    [InlineData("calling.play.volume", """{ "control_id": "a", "volume": 50 }""", "volume")]
    [InlineData("calling.collect", "{}", "digits")]
    [InlineData("calling.collect", """{ "digits": { "max": 0 }, "speech": {}, "partial_results": true, "initial_timeout": -1 }""", "digits", "initial_timeout", "partial_results", "speech")]
    [InlineData("calling.refer", "{}", "device")]
    [InlineData("calling.refer", """{ "device": { "type": "phone", "params": { "to": "+15550100002" } } }""", "device")]
    [InlineData("calling.refer", """{ "device": { "type": "sip", "params": { "to": "bob" } }, "status_url": "x", "to": "sip:bob@sim" }""", "device", "status_url", "to")]
    [InlineData("calling.user_event", "{}", "event")]
    public async Task Command_NotValid_IsRefusedWithEveryErrorByName(string command, string parameters, params string[] attributes)
    {
        var answer = await Command(command, parameters, "call_00000000000000000000000000000000");

        Assert.Equal(422, answer.Status);
        Assert.Equal(attributes, answer.Json["errors"]!.AsArray().Select(error => Text(error!, "attribute")).Distinct().Order());
    }

    [Fact]
    public async Task Commands_WhereNothingIs_SaySo()
    {
        var id = await Up();
        const string Nobody = "call_00000000000000000000000000000000";
        const string Play = """{ "play": [ { "type": "silence", "duration": 1 } ] }""";

        Assert.Equal(404, (await Command("calling.play", Play, Nobody)).Status);
        Assert.Equal(404, (await Command("calling.play.stop", """{ "control_id": "x" }""", Nobody)).Status);
        Assert.Equal((422, "control_not_found"), Error(await Command("calling.play.stop", """{ "control_id": "x" }""", id)));
        await Command("calling.end", "{}", id);
        Assert.Equal((422, "call_ended"), Error(await Command("calling.play", Play, id)));
    }

    private async Task<string> Up(string to = "sip:bob@sim;answer=0")
    {
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "{{to}}", "swml": { "sections": { "main": [ { "sleep": 600000 } ] } } }""");
        Assert.True(answer.Status == 200, answer.ToString());
        var id = Text(answer.Json, "id");
        await Eventually.True("its script runs", async () => (await _api.Get($"/api/v1/calls/{id}/timeline")).Text.Contains("script.started", StringComparison.Ordinal));
        return id;
    }

    private Task<Answer> Command(string command, string parameters, string? id = null) => _api.Post(
        "/api/calling/calls", $$"""{ "command": "{{command}}", {{(id is null ? "" : $"\"id\": \"{id}\",")}} "params": {{parameters}} }""");

    private static (int, string) Error(Answer answer) => (answer.Status, Text(answer.Json["errors"]![0]!, "code"));

    private static (int, string) Named(Answer answer) => (answer.Status, answer.Status == 200 ? Text(answer.Json, "control_id") : answer.Text);

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
