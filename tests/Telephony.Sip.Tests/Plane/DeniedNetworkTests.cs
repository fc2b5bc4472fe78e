using System.Text.Json;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A denied network is denied to names as well: what counts is where DNS leads.</summary>
public sealed class DeniedNetworkTests : IAsyncDisposable
{
    private const string Name = "phones.example.com";
    private readonly Bench _bench = new(settings =>
    {
        settings.Deny.Add("10.0.0.2/31");
        settings.Trunks.Add(new() { Name = "carrier", Uri = $"sip:{Name}" });
    });

    private readonly Phone _inside;
    private readonly Phone _outside;

    public DeniedNetworkTests()
    {
        _inside = _bench.Phone(call => call.Answer(Phone.Sdp));
        _bench.Phone();
        _outside = _bench.Phone(call => call.Answer(Phone.Sdp));
    }

    [Theory]
    [InlineData("sip:bob@phones.example.com")]
    [InlineData("sip:bob@phones.example.com:5060;transport=udp")]
    [InlineData("sip:bob@example.com;maddr=phones.example.com")]
    [InlineData("/private/bob")]
    public void Name_ThatLeadsIntoADeniedNetwork_IsNotCalled(string to)
    {
        Leads(_inside);
        Dial(to);

        Assert.Empty(_bench.Sent);
        var cause = Assert.IsType<Ended>(Assert.Single(_bench.Events)).Cause;
        Assert.Equal(EndKind.NoRoute, cause.Kind);
        Assert.Equal("phones.example.com leads to 10.0.0.2, and the rules deny SIP URIs there (10.0.0.2/31)", cause.Detail);
    }

    [Fact]
    public void Name_ThatLeadsElsewhereToo_IsCalledThere()
    {
        Leads(_inside, _outside);
        Dial($"sip:bob@{Name}");

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
        Assert.All(_bench.Network.Packets, packet => Assert.NotEqual(_inside.Transport.LocalEndPoint, packet.To));
    }

    /// <summary>Where a trunk is its owner has said.</summary>
    [Fact]
    public void Trunk_InADeniedNetwork_IsCalled()
    {
        Leads(_inside);
        Dial("+15550002222");

        Assert.Equal(["b1 #1 Answered"], _bench.Log);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private void Leads(params Phone[] phones) => _bench.Dns.Hosts[Name] = [.. phones.Select(phone => phone.Transport.LocalEndPoint.Address)];

    private void Dial(string to)
    {
        var registered = new DevicePlace($"<sip:bob@{Name}>", "call", 1, 0, "node-1", SipProtocol.Udp, null, 0);
        _bench.Dial("b1", to, target => target with { Devices = [JsonSerializer.Serialize(registered, DevicePlaceJson.Default.DevicePlace)] });
        _bench.Run(0.1);
    }
}
