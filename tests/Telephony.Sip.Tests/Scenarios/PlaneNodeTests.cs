using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;
using Orchestrator.Storage.Redis.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A node that only carries legs, as in a cluster: no engine runs there.</summary>
public sealed class PlaneNodeTests
{
    [Fact]
    public async Task Node_ThatOnlyCarriesLegs_AnswersPhones()
    {
        await using var redis = await RedisServer.Start();
        var port = Sipp.FreePort();
        await using var node = ServiceProcess.Start(
        [
            new("ASPNETCORE_URLS", $"http://127.0.0.1:{ServiceProcess.FreePort()}"),
            new("Orchestrator__Redis__Connection", $"127.0.0.1:{redis.Port}"),
            new("Orchestrator__Cluster__Role", "plane"),
            new("Orchestrator__Cluster__AdvertisedAddress", "127.0.0.1"),
            new("Orchestrator__Cluster__SiloPort", $"{ServiceProcess.FreePort()}"),
            new("Orchestrator__Cluster__GatewayPort", $"{ServiceProcess.FreePort()}"),
            new("Orchestrator__Plane__Kind", "sip"),
            new("Orchestrator__Sip__Listen__0", $"udp:127.0.0.1:{port}"),
        ]);
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));

        await Eventually.True("the node answers OPTIONS", () => IsAnswered(phone, port, node), TimeSpan.FromMinutes(1));
    }

    private static async Task<bool> IsAnswered(UdpClient phone, int port, ServiceProcess node)
    {
        Assert.False(node.HasExited, $"The node ended while it started:\n{node.Log}");
        var options = $"""
            OPTIONS sip:127.0.0.1:{port} SIP/2.0
            Via: SIP/2.0/UDP {phone.Client.LocalEndPoint};branch=z9hG4bK{Guid.NewGuid():n};rport
            From: <sip:phone@127.0.0.1>;tag=1
            To: <sip:127.0.0.1>
            Call-ID: options
            CSeq: 1 OPTIONS
            Max-Forwards: 70
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        try
        {
            await phone.SendAsync(Encoding.ASCII.GetBytes(options), new IPEndPoint(IPAddress.Loopback, port), limit.Token);
            var answer = await phone.ReceiveAsync(limit.Token);
            return Encoding.ASCII.GetString(answer.Buffer).StartsWith("SIP/2.0 200", StringComparison.Ordinal);
        }
        catch (Exception notYet) when (notYet is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
