using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>An error says what it has found, as far as that can be no secret.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class FoundTests(ServiceFixture service)
{
    private readonly Api _api = service.Api("alpha");

    [Theory]
    [InlineData("/api/v1/connects?limit=1000", "\"1000\"")]
    [InlineData("/api/v1/connects?created_after=2026-11-23", "\"2026-11-23\"")]
    [InlineData("/api/v1/connects?state=broken", "\"broken\"")]
    [InlineData("/api/v1/connects?cursor=x%0Ay", "\"x\uFFFDy\"")]
    [InlineData("/api/v1/webhooks/deliveries?call_id=4711", "\"4711\"")]
    [InlineData("/api/v1/addresses/15550107777", "\"15550107777\"", "PUT")]
    public async Task Parameter_Wrong_IsShown(string path, string found, string method = "GET")
    {
        var answer = await _api.Send(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(422, answer.Status);
        Assert.Equal(found, Assert.Single(answer.Json["errors"]!.AsArray())!["found"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(""" "call": { "from": "5550100001", "to": "+15550100002" } """, "\"5550100001\"")]
    [InlineData(""" "call": { "from": "sip:bob:hunter2@sim", "to": "+15550100002" } """, "\"sip:bob:***@sim\"")]
    [InlineData(""" "call": { "from": "", "to": "+15550100002" } """, "an empty string")]
    [InlineData(""" "call_id": "4711" """, "\"4711\"")]
    public async Task Member_Wrong_IsShown(string caller, string found)
    {
        var answer = await _api.Post("/api/v1/connects", $$"""{ {{caller}}, "connect": { "to": "sip:a@sim" } }""");

        Assert.Equal(422, answer.Status);
        Assert.Equal(found, Assert.Single(answer.Json["errors"]!.AsArray())!["found"]!.GetValue<string>());
    }

    [Fact]
    public async Task Member_ThatMayBeASecret_IsNotShown()
    {
        var address = await _api.Send(new HttpRequestMessage(HttpMethod.Put, "/api/v1/addresses/private/bob") { Content = new StringContent("""{ "subscriber": "hunter2" }""") });
        var dial = await _api.Post("/api/calling/calls", """{ "command": "dial", "params": { "from": "+15550100001", "to": "sip:a@sim", "swml": { "sections": { "main": [ "hangup" ] } }, "send_digits": "hunter2" } }""");

        Assert.Equal((422, 422), (address.Status, dial.Status));
        Assert.DoesNotContain("hunter2", address.Text + dial.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_WithoutQuotes_IsToldThatItNeedsThem()
    {
        var answer = await _api.Post("/api/v1/connects", "call: { from: +15550100001, to: '+15550100002' }\nconnect: { to: 'sip:a@sim' }\n", "application/yaml");

        Assert.EndsWith("(a string, so in quotes)", Assert.Single(answer.Json["errors"]!.AsArray())!["expected"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
