using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>What can be called, and the simulator that calls it.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class AddressTests(ServiceFixture service)
{
    private readonly Api _api = service.Api("alpha");

    [Fact]
    public async Task Address_PutShownAndDeleted()
    {
        const string Path = "/api/v1/addresses/public/shown";
        const string Body = """{ "swml": { "sections": { "main": [ "answer" ] } } }""";

        Assert.Equal(404, (await _api.Get(Path)).Status);
        Assert.Equal(201, (await Put(Path, Body)).Status);
        Assert.Equal(200, (await Put(Path, Body)).Status);
        var shown = await _api.Get(Path);
        Assert.Equal(("/public/shown", """["answer"]"""), (shown.Json["address"]!.GetValue<string>(), shown.Json["swml"]!["sections"]!["main"]!.ToJsonString()));
        Assert.Equal(404, (await service.Api("beta").Get(Path)).Status);
        Assert.Equal(204, (await _api.Delete(Path)).Status);
        Assert.Equal((404, "address_not_found"), ((await _api.Get(Path)).Status, (await _api.Get(Path)).Code));
    }

    [Fact]
    public async Task Address_AsCurlSendsIt_IsTaken()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/addresses/public/from-curl")
        {
            Content = new StringContent("""{ "to": "sip:busy@sim;status=486;after=0" }""", Encoding.UTF8, new MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };

        var answer = await _api.Send(put);

        Assert.True(answer.Status == 201, answer.ToString());
    }

    [Fact]
    public async Task Address_PasswordOfItsUrl_IsNotShownAgain()
    {
        await Put("/api/v1/addresses/private/secret", """{ "url": "https://me:hunter2@swml.example/a" }""");

        Assert.DoesNotContain("hunter2", (await _api.Get("/api/v1/addresses/private/secret")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/addresses/public/x", """{ "swml": { "sections": { "main": [ { "conect": {} } ] } }, "other": 1 }""", "/other", "/swml/sections/main/0/conect")]
    [InlineData("/api/v1/addresses/public/x", """{ "to": "bob" }""", "/to")]
    [InlineData("/api/v1/addresses/public/x", """{ "to": "+15550100150", "fallback_url": "https://a.example" }""", "/fallback_url")]
    [InlineData("/api/v1/addresses/public/x", """{ "swml": { "sections": { "main": [ "answer" ] } }, "fallback_url": "https://a.example" }""", "/fallback_url")]
    [InlineData("/api/v1/addresses/public/x", """{ "to": "+15550100150", "url": "https://a.example" }""", "")]
    [InlineData("/api/v1/addresses/elsewhere/x", """{ "to": "+15550100150" }""", "path:context")]
    [InlineData("/api/v1/addresses/+0", """{ "to": "+15550100150" }""", "path:number")]
    public async Task Address_NotValid_IsRefusedWithEveryError(string path, string body, params string[] pointers)
    {
        var answer = await Put(path, body);

        Assert.Equal(422, answer.Status);
        Assert.Equal(pointers.Order(StringComparer.Ordinal), answer.Json["errors"]!.AsArray().Select(error => error!["pointer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Number_BelongsToOneProject()
    {
        const string Path = "/api/v1/addresses/+15550107777";
        Assert.Equal(201, (await Put(Path, """{ "to": "sip:b@sim;answer=100;talk=100" }""")).Status);

        var other = await Put(Path, """{ "to": "+15550100150" }""", service.Api("beta"));
        Assert.Equal((409, "address_taken"), (other.Status, other.Code));
        await Ended(await CallIn("sip:alice@sim", "sip:+15550107777@anything.example"), "connect.connected");
    }

    [Fact]
    public async Task Inbound_IsServedByTheScriptOfItsAddress()
    {
        await Put("/api/v1/addresses/public/menu", """
            { "swml": { "sections": { "main": [
              { "prompt": { "play": "silence:1", "max_digits": 1 } },
              { "cond": [ { "when": "prompt_value == '2'", "then": [ { "connect": { "to": "sip:desk@sim;answer=100;talk=200" } } ] } ] } ] } } }
            """);

        await Ended(await CallIn("sip:alice@sim;digits=2%40300", "/public/menu"), "connect.connected");
    }

    [Fact]
    public async Task Inbound_WhereNothingIs_IsNotFound()
    {
        var answer = await _api.Post("/api/v1/simulator/inbound", """{ "from": "+15550100001", "to": "/public/nobody" }""");

        Assert.Equal((404, "address_not_found"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Resource_AsADestination_IsWhatStandsBehindIt()
    {
        await Put("/api/v1/addresses/private/desk", """{ "to": "sip:desk@sim;answer=100;talk=200" }""");

        var id = await _api.Started("""{ "to": "/private/desk?channel=audio" }""");

        await _api.UntilState(id, "disconnected");
    }

    [Theory]
    [InlineData("/public/nobody-at-all", "there is no address")]
    [InlineData("/public/line", "only a caller is connected to")]
    public async Task Resource_ThatCannotBeDialed_EndsItsLegAndSaysWhy(string to, string why)
    {
        await Put("/api/v1/addresses/public/line", """{ "to": "stream:wss://a.example/line" }""");

        var id = await _api.Started($$"""{ "serial": [ { "to": "{{to}}" }, { "to": "sip:desk@sim;answer=100;talk=200" } ] }""");

        await _api.UntilState(id, "disconnected");
        Assert.Contains(why, (await _api.Get($"/api/v1/connects/{id}/timeline")).Json.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<string> CallIn(string from, string to)
    {
        var answer = await _api.Post("/api/v1/simulator/inbound", $$"""{ "from": "{{from}}", "to": "{{to}}" }""");
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Json["call_id"]!.GetValue<string>();
    }

    private async Task Ended(string id, string with)
    {
        await Eventually.Get($"call {id} has ended", async () => (await _api.Get($"/api/v1/calls/{id}")).Json, call => call.Is("state", "ended"));
        var session = await _api.Get($"/api/v1/calls/{id}/timeline");
        Assert.Contains(session.Json["data"]!.AsArray(), entry => entry!.Is("kind", "script.ended"));
        var connects = (await _api.Get("/api/v1/connects?limit=100")).Json["data"]!.AsArray().Select(row => row!["id"]!.GetValue<string>());
        var connect = Assert.Single(connects, connect => connect.Contains(id[5..], StringComparison.Ordinal));
        Assert.Contains(await _api.Timeline(connect), entry => entry!.Is("kind", with));
    }

    private Task<Answer> Put(string path, string body, Api? api = null) => (api ?? _api).Send(new HttpRequestMessage(HttpMethod.Put, path)
    {
        Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
    });
}
