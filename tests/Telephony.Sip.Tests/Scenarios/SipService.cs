using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>The whole service as a child process, on real SIP: two trunks for numbers, and SIP URIs on loopback.</summary>
public sealed class SipService : IAsyncLifetime
{
    public const string Collection = "sip service";

    private ServiceProcess _service = null!;

    internal Api Api { get; private set; } = null!;

    /// <summary>Where callers call in.</summary>
    public int Port { get; } = Sipp.FreePort();

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
            new("Orchestrator__Sip__Allow__0", "127.0.0.1"),
            new("Orchestrator__Sip__AllowFrom__0", "127.0.0.1"),
            new("Orchestrator__Sip__MadeUpCallers", "true"),
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

    /// <summary>Starts a connect from a caller without a phone, and waits until all of it is over.</summary>
    internal async Task<JsonNode> Connect(string connect)
    {
        var id = await Api.Started(connect);
        return await Eventually.Get($"connect {id} is complete", () => Api.View(id), view => view["complete"]!.GetValue<bool>(), TimeSpan.FromMinutes(1));
    }

    private static IEnumerable<KeyValuePair<string, string>> Trunk(int at, string name, int port, string prefix) =>
    [
        new($"Orchestrator__Sip__Trunks__{at}__Name", name),
        new($"Orchestrator__Sip__Trunks__{at}__Uri", $"sip:127.0.0.1:{port}"),
        new($"Orchestrator__Sip__Trunks__{at}__Prefixes__0", prefix),
    ];
}

[CollectionDefinition(SipService.Collection)]
public sealed class SipServiceCollectionDefinition : ICollectionFixture<SipService>;
