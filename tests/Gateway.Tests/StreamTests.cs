using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Telephony.Tests.Streams;

namespace Orchestrator.Gateway.Tests;

/// <summary>A connect to a stream, from the request to the last message on the socket.</summary>
public sealed class StreamTests
{
    private static readonly KeyValuePair<string, string> Insecure = new("Orchestrator__Gateway__AllowInsecureStreams", "true");

    [Fact]
    public async Task Stream_OfAConnect_CarriesTheCallAndTellsItsStates()
    {
        var port = ServiceProcess.FreePort();
        await using var service = ServiceProcess.Start(ServiceFixture.Settings(port, Insecure));
        using var http = ServiceFixture.Client(new Uri($"http://127.0.0.1:{port}"), ServiceFixture.Basic("alpha", ServiceFixture.TokenOf("alpha")));
        var api = new Api(http);
        await service.WaitUntilReady(http);
        await using var server = new StreamServer();
        using var receiver = new Receiver();

        var id = await api.Started($$$"""
            { "to": "stream:{{{server.Url}}}", "name": "ear", "realtime": true, "authorization_bearer_token": "abc",
              "custom_parameters": { "who": "me" }, "status_url": "http://127.0.0.1:{{{receiver.Port}}}/s?a=1", "status_url_method": "GET" }
            """);

        var start = (await server.Next("start"))["start"]!;
        Assert.Equal(("alpha", "me"), ((string?)start["accountSid"], (string?)start["customParameters"]!["who"]));
        Assert.Equal("Bearer abc", server.Headers["Authorization"]);
        var view = await api.UntilState(id, "connected");
        Assert.Equal((string?)view["call_id"], (string?)start["callSid"]);
        await server.Next("media");
        await server.Close();
        Assert.Equal("callee", (string?)(await api.UntilComplete(id))["ended_by"]);

        var told = receiver.All.Where(received => received.Path.Contains("calling.call.stream", StringComparison.Ordinal)).Select(received => Query(received.Path)).ToList();
        Assert.Equal(["streaming", "finished"], told.Select(fields => fields["state"]));
        Assert.All(told, fields => Assert.Equal(("1", "ear", server.Url, (string?)view["call_id"]), (fields["a"], fields["name"], fields["url"], fields["call_id"])));
        Assert.All(receiver.All.Where(received => received.Path.Contains("calling.call.stream", StringComparison.Ordinal)), received => Assert.Empty(received.Body));
        Assert.Equal(
            ["connecting", "connected", "disconnected"],
            receiver.All.Where(received => received.Body.Length > 0).Select(received => (string?)JsonNode.Parse(received.Body)!["params"]!["connect_state"]));

        // What follows a connect of the API is judged by the same setting.
        await using var first = new StreamServer();
        await using var second = new StreamServer();
        var document = JsonSerializer.Serialize($$$"""{"sections":{"main":[{"connect":{"to":"stream:{{{second.Url}}}"}}]}}""");
        await api.Started($$"""{ "to": "stream:{{first.Url}}", "transfer_after_bridge": {{document}} }""");
        await first.Next("media");
        await first.Close();
        await second.Next("start");

        // The service's own address is not one that a stranger's URL may lead to, loopback or not.
        var blocked = await api.UntilComplete(await api.Started($$"""{ "to": "stream:ws://127.0.0.1:{{port}}/" }"""));
        Assert.Equal(("failed", "error"), ((string?)blocked["state"], (string?)blocked["failed_reason"]));
        Assert.Contains(
            "its address is not one that may be called", (await api.Timeline((string)blocked["id"]!)).ToJsonString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Query(string path) => path.Split('?', 2)[1].Split('&')
        .Select(field => field.Split('=', 2)).ToDictionary(field => Uri.UnescapeDataString(field[0]), field => Uri.UnescapeDataString(field[1]));
}
