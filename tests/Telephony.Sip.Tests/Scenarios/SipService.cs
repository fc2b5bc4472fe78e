using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>The whole service as a child process, on real SIP: two trunks for numbers, and SIP URIs on loopback.</summary>
public sealed class SipService : IAsyncLifetime, IDisposable
{
    public const string Collection = "sip service";

    private readonly Receiver _receiver = new();
    private ServiceProcess _service = null!;

    internal Api Api { get; private set; } = null!;

    /// <summary>Where callers call in.</summary>
    public int Port { get; } = Sipp.FreePort();

    /// <summary>Where browsers connect.</summary>
    public int WebSocketPort { get; } = ServiceProcess.FreePort();

    public int FirstTrunk { get; } = Sipp.FreePort();

    public int SecondTrunk { get; } = Sipp.FreePort();

    public async Task InitializeAsync()
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        _service = ServiceProcess.Start(
        [
            new("ASPNETCORE_URLS", address.ToString()),
            new("Orchestrator__Plane__Kind", "sip"),
            new("Orchestrator__Sip__Listen__0", $"udp:127.0.0.1:{Port}"),
            new("Orchestrator__Sip__Listen__1", $"ws:127.0.0.1:{WebSocketPort}"),
            new("Orchestrator__Sip__Allow__0", "127.0.0.1"),
            new("Orchestrator__Sip__AllowFrom__0", "127.0.0.1"),
            new("Orchestrator__Sip__MadeUpCallers", "true"),
            new("Orchestrator__Sip__Domain", "127.0.0.1"),
            .. Trunk(0, "first", FirstTrunk, "+49"),
            .. Trunk(1, "second", SecondTrunk, "+"),
        ]);
        Api = new Api(ServiceFixture.Client(address, ServiceFixture.Basic("dev", "dev")));
        await _service.WaitUntilReady(Api.Http);
    }

    public async Task DisposeAsync()
    {
        Api.Http.Dispose();
        Assert.False(_service.HasExited, $"The service ended by itself:\n{_service.Log}");
        await _service.DisposeAsync();
    }

    public void Dispose() => _receiver.Dispose();

    /// <summary>Starts a connect from a caller without a phone; all its webhooks are wanted.</summary>
    internal async Task<Running> Begin(string connect)
    {
        var hooks = $"/{Guid.NewGuid():n}";
        return new Running(Api, await Api.Started(WithWebhooks(connect, hooks).ToJsonString()), () => HooksAt(hooks));
    }

    /// <summary>What runs when somebody calls the name that it returns: a connect, all of whose webhooks are wanted.</summary>
    internal Task<string> Serve(string connect) =>
        Serve(path => new JsonArray(new JsonObject { ["connect"] = WithWebhooks(connect, path) }, "hangup"));

    /// <summary>What runs when somebody calls the name that it returns: these steps, written for a URL that takes their webhooks.</summary>
    internal Task<string> ServeScript(Func<string, string> steps) =>
        Serve(path => JsonNode.Parse(steps(HooksUrl(path)))!.AsArray());

    internal string HooksUrl(string path) => $"http://127.0.0.1:{_receiver.Port}{path}";

    internal IEnumerable<Received> HooksAt(string path) => _receiver.All.Where(hook => hook.Path == path);

    private async Task<string> Serve(Func<string, JsonArray> steps)
    {
        var name = $"case-{Guid.NewGuid():n}";
        var main = steps($"/{name}");
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/public/{name}")
        {
            Content = JsonContent.Create(new JsonObject { ["swml"] = new JsonObject { ["sections"] = new JsonObject { ["main"] = main } } }),
        };
        Assert.Equal(201, (await Api.Send(put)).Status);
        return name;
    }

    /// <summary>The connect of the caller who called that name, which dials that phone.</summary>
    internal async Task<Running> ConnectOf(string name, RawPhone phone)
    {
        var row = await Eventually.Get(
            $"somebody is connected to {phone.Uri}",
            async () => (await Api.Get($"/api/v1/connects?address={phone.Port}")).Json["data"]!.AsArray().SingleOrDefault(), row => row is not null);
        return new Running(Api, row!["id"]!.GetValue<string>(), () => HooksAt($"/{name}"));
    }

    private JsonObject WithWebhooks(string connect, string path)
    {
        var document = JsonNode.Parse(connect)!.AsObject();
        var url = $"http://127.0.0.1:{_receiver.Port}{path}";
        (document["status_url"], document["call_state_url"]) = (url, url);
        document["call_state_events"] = new JsonArray("created", "ringing", "answered", "ended");
        return document;
    }

    /// <summary>Starts a connect from a caller without a phone, and waits until all of it is over.</summary>
    internal async Task<Story> Connect(string connect) => await (await Begin(connect)).Over();

    private static IEnumerable<KeyValuePair<string, string>> Trunk(int at, string name, int port, string prefix) =>
    [
        new($"Orchestrator__Sip__Trunks__{at}__Name", name),
        new($"Orchestrator__Sip__Trunks__{at}__Uri", $"sip:127.0.0.1:{port}"),
        new($"Orchestrator__Sip__Trunks__{at}__Prefixes__0", prefix),
        new($"Orchestrator__Sip__Trunks__{at}__FirstResponse", "00:00:01"),
        new($"Orchestrator__Sip__Trunks__{at}__OptionsEvery", "0"),
    ];
}

[CollectionDefinition(SipService.Collection)]
public sealed class SipServiceCollectionDefinition : ICollectionFixture<SipService>;
