using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;
using Orchestrator.Storage.Redis.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>One of several nodes on one Redis, each with a SIP port of its own.</summary>
internal sealed class SipNode : IAsyncDisposable
{
    private readonly ServiceProcess _service;

    private SipNode(ServiceProcess service, Uri address, int port) =>
        (_service, Api, Port) = (service, new Api(ServiceFixture.Client(address, ServiceFixture.Basic("dev", "dev"))), port);

    public Api Api { get; }

    public int Port { get; }

    public int TcpPort { get; private init; }

    public int WebSocketPort { get; private init; }

    /// <param name="more">Further settings.</param>
    public static async Task<SipNode> Start(string name, RedisServer redis, params KeyValuePair<string, string>[] more)
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        var (port, tcpPort, webSocketPort) = (Sipp.FreePort(), ServiceProcess.FreePort(), ServiceProcess.FreePort());
        var service = ServiceProcess.Start(
        [
            new("ASPNETCORE_URLS", address.ToString()),
            new("Orchestrator__Redis__Connection", $"127.0.0.1:{redis.Port}"),
            new("Orchestrator__Cluster__NodeName", name),
            new("Orchestrator__Cluster__AdvertisedAddress", "127.0.0.1"),
            new("Orchestrator__Cluster__SiloPort", $"{ServiceProcess.FreePort()}"),
            new("Orchestrator__Cluster__GatewayPort", $"{ServiceProcess.FreePort()}"),
            new("Orchestrator__Plane__Kind", "sip"),
            new("Orchestrator__Sip__Listen__0", $"udp:127.0.0.1:{port}"),
            new("Orchestrator__Sip__Listen__1", $"tcp:127.0.0.1:{tcpPort}"),
            new("Orchestrator__Sip__Listen__2", $"ws:127.0.0.1:{webSocketPort}"),
            new("Orchestrator__Sip__Domain", "127.0.0.1"),
            new("Orchestrator__Sip__Allow__0", "127.0.0.1"),
            new("Orchestrator__Sip__AllowFrom__0", "127.0.0.1"),
            new("Orchestrator__Sip__MadeUpCallers", "true"),
            .. more,
        ]);
        var node = new SipNode(service, address, port) { TcpPort = tcpPort, WebSocketPort = webSocketPort };
        await service.WaitUntilReady(node.Api.Http);
        return node;
    }

    /// <summary>Makes an address.</summary>
    public async Task Put(string address, string body)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/{address}") { Content = JsonContent.Create(JsonNode.Parse(body)) };
        var answer = await Api.Send(put);
        Assert.True(answer.Status == 201, answer.ToString());
    }

    /// <summary>As a crash: nobody is told.</summary>
    public async Task Kill()
    {
        using var process = Process.GetProcessById(_service.Id);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Http.Dispose();
        await _service.DisposeAsync();
    }
}
