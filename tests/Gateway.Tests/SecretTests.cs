using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Passwords of a connect go where they belong and nowhere else.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class SecretTests(ServiceFixture service)
{
    private const string Canary = "canary-password";
    private readonly Api _api = service.Api("secrets");

    [Fact]
    public async Task Secrets_OfARunConnect_AreSeenByNobodyButTheReceiver()
    {
        using var receiver = new Receiver();
        var url = $"http://user:{Canary}@127.0.0.1:{receiver.Port}/hook";
        var started = await _api.Start($$"""
            {
              "serial": [
                { "to": "sip:busy@sim;status=486;after=10", "username": "sip-user", "password": "{{Canary}}-1", "call_state_url": "{{url}}/leg" },
                { "to": "sip:desk@sim;ring=10;answer=50;talk=100", "username": "sip-user", "password": "{{Canary}}-2", "call_state_url": "{{url}}/leg" }
              ],
              "call_state_events": ["created", "ringing", "answered", "ended"],
              "status_url": "{{url}}/connect"
            }
            """);
        var id = started.Json["id"]!.GetValue<string>();
        var view = await _api.UntilComplete(id);

        await AssertShownNowhere(id, started);
        var received = receiver.All;
        Assert.Contains(received, one => one.Path == "/hook/leg");
        Assert.Contains(received, one => one.Path == "/hook/connect");
        Assert.All(received, one =>
        {
            Assert.Equal($"Basic {Base64($"user:{Canary}")}", one.Authorization);
            Assert.DoesNotContain(Canary, one.Path + one.Headers + one.Body, StringComparison.Ordinal);
        });
        Assert.Equal("disconnected", view["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Secrets_OfWebhooksThatFail_AreNotInWhatIsSaidAboutIt()
    {
        var nobody = ServiceProcess.FreePort();
        var started = await _api.Start($$"""
            { "to": "sip:busy@sim;status=486;after=0", "call_state_url": "http://user:{{Canary}}@127.0.0.1:{{nobody}}/?token={{Canary}}" }
            """);
        var id = started.Json["id"]!.GetValue<string>();
        await Eventually.True("an attempt has failed", async () =>
            (await _api.Timeline(id)).Any(entry => entry!.Is("kind", "webhook.attempted") && entry!["abnormal"]!.GetValue<bool>()));

        await AssertShownNowhere(id, started);
    }

    [Theory]
    [InlineData("""{ "to": "sip:alice:canary-password@sim" }""")]
    [InlineData("""{ "to": "canary-password@", "call_state_url": "ftp://user:canary-password@127.0.0.1/" }""", "canary-password@")]
    [InlineData("""{ "to": "+15550100001", "call_state_url": "http://user:canary-password@" }""")]
    [InlineData("""{ "to": "+15550100001", "call_state_url": "http://user:canary-password@127.0.0.1:99999/" }""")]
    [InlineData("""{ "to": "+15550100001", "status_url": "https://127.0.0.1 /?token=canary-password" }""")]
    [InlineData("""{ "to": "sip:desk@sim", "username": "u", "password": ["canary-password"] }""")]
    [InlineData("""{ "to": "sip:desk@sim", "username": "u", "password": "canary-password\n" }""")]
    [InlineData("""{ "to": "sip:desk@sim", "password": "canary-password" }""")]
    [InlineData("""{ "to": "sip:desk@sim", "username": "u", "password": "x", "password": "canary-password" }""")]
    [InlineData("""{ "to": "stream:wss://canary-password@127.0.0.1/", "authorization_bearer_token": "canary-password \n" }""")]
    [InlineData("""{ "to": "sip:desk@sim", "username": "u", "password": "canary-password }""")]
    [InlineData("""{ "to": "sip:desk@sim", "username": "u", "password": canary-password }""")]
    [InlineData("""{ "to": "sip:desk@sim", "headers": [ { "name": "X-Token", "value": "canary-password\r\n" } ] }""")]
    public async Task Secrets_OfAnInvalidConnect_AreNotInTheErrors(string connect, string? address = null)
    {
        var answer = await _api.Start(connect);

        Assert.Equal(422, answer.Status);
        // What stands where an address belongs is shown.
        Assert.DoesNotContain(Canary, address is null ? answer.Text : answer.Text.Replace($"\\\"{address}\\\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*canary-password")]
    [InlineData("!canary-password x")]
    [InlineData("&canary-password &x y")]
    [InlineData("@canary-password")]
    [InlineData("%canary-password")]
    [InlineData("`canary-password")]
    [InlineData("\"canary-password")]
    [InlineData("\"\\qcanary-password\"")]
    [InlineData("canary-password: x: y")]
    [InlineData("[canary-password")]
    [InlineData("!!int canary-password")]
    public async Task Secrets_OfYamlThatCannotBeRead_AreNotInTheErrors(string password)
    {
        var body = $"call: {Api.Caller}\nconnect:\n  to: sip:desk@sim\n  username: u\n  password: {password}\n";

        var start = await _api.Post("/api/v1/connects", body, "application/yaml");
        var validate = await _api.Post("/api/v1/swml/validate", body, "application/yaml");

        Assert.Equal(422, start.Status);
        Assert.DoesNotContain(Canary, start.Text + validate.Text, StringComparison.Ordinal);
    }

    private async Task AssertShownNowhere(string id, Answer started)
    {
        var callId = started.Json["call_id"]!.GetValue<string>();
        using var stream = await EventStream.Open(_api, id, query: "");
        var events = await stream.Read(one => one.Name is "ping" or "end");
        var shown = new StringBuilder(started.Text).AppendJoin('\n', events);
        string[] paths =
        [
            $"/api/v1/connects/{id}", $"/api/v1/connects/{id}/timeline", "/api/v1/connects", "/api/v1/calls", $"/api/v1/calls/{callId}",
            $"/api/v1/calls/{callId}/timeline", $"/api/v1/calls/{callId}_1_1", $"/api/v1/calls/{callId}_1_1/timeline",
            "/api/v1/webhooks/deliveries", $"/api/v1/webhooks/deliveries?connect_id={id}",
        ];
        foreach (var path in paths)
        {
            var answer = await _api.Get(path);
            Assert.True(answer.Status == 200, $"{path}: {answer}");
            shown.Append(answer.Text);
        }

        foreach (var text in new[] { shown.ToString(), service.Service.Log })
        {
            Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Base64($"user:{Canary}"), text, StringComparison.Ordinal);
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
