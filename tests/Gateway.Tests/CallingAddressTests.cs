using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Resource addresses in the calling API: somebody to dial, a script to go on with.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class CallingAddressTests(ServiceFixture service)
{
    private const string Sleeps = """{ "sections": { "main": [ { "sleep": 600000 } ] } }""";
    private readonly Api _api = service.Api("alpha");

    [Theory]
    [InlineData("""{ "to": "sip:desk@sim;answer=0" }""")]
    [InlineData("""{ "swml": { "sections": { "main": [ "answer", { "sleep": 600000 } ] } } }""")]
    public async Task Dial_ToAResource_CallsWhatStandsBehindIt(string body)
    {
        await Put("/api/v1/addresses/private/dialed", body);
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "/private/dialed", "swml": { "sections": { "main": [ { "hangup": {} } ] } } }""");

        Assert.True(answer.Status == 200, answer.ToString());
        Assert.Equal(("/private/dialed", "outbound-api"), (Text(answer.Json, "to"), Text(answer.Json, "direction")));
        await UntilEnded(Text(answer.Json, "id"), "hangup");
        Assert.Contains("script.started", (await _api.Get($"/api/v1/calls/{Text(answer.Json, "id")}/timeline")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dial_ToAResourceThatIsNotThere_EndsInAnError()
    {
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "/public/nobody-at-all", "swml": {{Sleeps}} }""");

        Assert.True(answer.Status == 200, answer.ToString());
        await UntilEnded(Text(answer.Json, "id"), "error");
    }

    [Theory]
    [InlineData("""{ "swml": { "sections": { "main": [ { "user_event": { "event": "here" } }, { "hangup": {} } ] } } }""", "call.user_event")]
    [InlineData("""{ "to": "sip:desk@sim;answer=0;talk=100" }""", "connect.connected")]
    public async Task Transfer_ToAResource_GoesOnWithItsScript(string body, string kind)
    {
        await Put("/api/v1/addresses/public/next", body);
        var id = await Up();

        Assert.Equal(200, (await Command("calling.transfer", """{ "dest": "/public/next?channel=audio" }""", id)).Status);
        await UntilEnded(id, "hangup");
        var entries = (await _api.Get($"/api/v1/calls/{id}/timeline")).Text;
        Assert.Contains("script.transferred", entries, StringComparison.Ordinal);
        if (kind == "call.user_event")
            Assert.Contains(kind, entries, StringComparison.Ordinal);
        else
            Assert.Contains(await _api.Timeline($"conn_{id[5..]}_t2"), entry => entry!.Is("kind", kind));
    }

    [Theory]
    [InlineData("/public/nobody-at-all", "address_not_found")]
    [InlineData("/elsewhere/next", "request_parameter_invalid_value")]
    public async Task Transfer_WhereNothingIs_IsRefusedAndTheScriptGoesOn(string dest, string code)
    {
        var id = await Up();
        var refused = await Command("calling.transfer", $$"""{ "dest": "{{dest}}" }""", id);

        Assert.Equal((422, code), (refused.Status, Text(refused.Json["errors"]![0]!, "code")));
        Assert.Equal("dest", Text(refused.Json["errors"]![0]!, "attribute"));
        Assert.Equal("answered", Text((await _api.Get($"/api/v1/calls/{id}")).Json, "state"));
        await Command("calling.end", "{}", id);
    }

    private async Task<string> Up()
    {
        var answer = await Command("dial", $$"""{ "from": "+15550100001", "to": "sip:bob@sim;answer=0", "swml": {{Sleeps}} }""");
        Assert.True(answer.Status == 200, answer.ToString());
        var id = Text(answer.Json, "id");
        await Eventually.True("its script runs", async () => (await _api.Get($"/api/v1/calls/{id}/timeline")).Text.Contains("script.started", StringComparison.Ordinal));
        return id;
    }

    private Task<JsonNode> UntilEnded(string id, string reason) => Eventually.Get(
        $"call {id} has ended", async () => (await _api.Get($"/api/v1/calls/{id}")).Json, call => call.Is("state", "ended") && call.Is("end_reason", reason));

    private Task<Answer> Command(string command, string parameters, string? id = null) => _api.Post(
        "/api/calling/calls", $$"""{ "command": "{{command}}", {{(id is null ? "" : $"\"id\": \"{id}\",")}} "params": {{parameters}} }""");

    private Task<Answer> Put(string path, string body) => _api.Send(new HttpRequestMessage(HttpMethod.Put, path)
    {
        Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
    });

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
