using System.Net;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>Where a stranger's URL may lead.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("93.184.216.34")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2002:0808:0808::1")]
    [InlineData("64:ff9b::808:808")]
    public void Address_OfThePublicInternet_IsOpen(string address) => Assert.True(Guard().Allows(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.1.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fc00::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2001:0:808:808:0:0:80ff:fffe")]
    [InlineData("2001:0:a00:1::1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    public void Address_OfAnythingElse_IsClosed(string address) => Assert.False(Guard().Allows(IPAddress.Parse(address), 443));

    [Theory]
    [InlineData("10.1.0.0/16", "10.1.2.3", 443, true)]
    [InlineData("10.1.0.0/16", "10.2.2.3", 443, false)]
    [InlineData("10.1.2.3/32:8080", "10.1.2.3", 8080, true)]
    [InlineData("10.1.2.3/32:8080", "10.1.2.3", 80, false)]
    [InlineData("10.1.2.3/32:8000-8999", "10.1.2.3", 8500, true)]
    [InlineData("[fd12::/16]:8080", "fd12::1", 8080, true)]
    [InlineData("fd12::/16", "fd12::1", 1, true)]
    [InlineData("10.1.0.0/16", "::ffff:10.1.2.3", 443, true)]
    [InlineData("0.0.0.0/0", "169.254.169.254", 80, false)]
    [InlineData("::/0", "fd00:ec2::254", 80, false)]
    [InlineData("0.0.0.0/0", "10.9.9.9", 9999, false)]
    public void Address_OfAnAllowedNetwork_IsOpenButNeverMetadataNorOurselves(string allow, string address, int port, bool open)
    {
        var own = new OwnAddresses();
        own.Add(new IPEndPoint(IPAddress.Parse("10.9.9.9"), 9999));

        Assert.Equal(open, Guard(own, allow).Allows(IPAddress.Parse(address), port));
    }

    [Theory]
    [InlineData("10.1.0.0")]
    [InlineData("10.1.0.0/33")]
    [InlineData("10.1.0.0/16:0")]
    [InlineData("10.1.0.0/16:9-8")]
    [InlineData("example.com")]
    [InlineData("")]
    public void AllowedNetwork_ThatIsNone_IsAnError(string written)
    {
        var options = new OutboundOptions { Allow = { written } };

        Assert.Single(options.Validate(new(options)));
    }

    [Theory]
    [InlineData("/does/not/exist.pem", "cannot be read")]
    [InlineData("/etc/hostname", "holds no certificate in PEM")]
    public void TrustedRoots_ThatAreNone_AreAnError(string file, string fault)
    {
        var options = new OutboundOptions { TrustedRoots = file };

        Assert.Contains(fault, Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocked_SaysNothingOfTheAddress()
    {
        await using var host = new DeliveryHost(outbound: options => options.AllowLoopback = false);
        var entry = host.Entry("http://127.0.0.9:1/");

        host.Sender.Enqueue([entry]);
        await host.NextAttempt();
        await host.NextAttempt();
        await host.NextAttempt();
        await host.Idle(entry.OwnerId);

        Assert.Equal("blocked_address", host.Store.Moves.Single().After.Outcome);
        Assert.DoesNotContain("not one that may be called", string.Join('\n', host.Logs.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Handler_DoesNothingOfItsOwnAccord()
    {
        using var handler = new OutboundConnector(Guard(), new SystemNameResolver(), Options.Create(new OutboundOptions()), TimeProvider.System).CreateHandler();

        Assert.Equal(
            (false, false, false, false, DecompressionMethods.None, 16),
            (handler.AllowAutoRedirect, handler.UseCookies, handler.UseProxy, handler.PreAuthenticate, handler.AutomaticDecompression, handler.MaxResponseHeadersLength));
        Assert.Null(handler.Credentials);
    }

    private static AddressGuard Guard(OwnAddresses? own = null, params string[] allow)
    {
        var options = new OutboundOptions();
        foreach (var network in allow)
            options.Allow.Add(network);
        return new AddressGuard(Options.Create(options), own ?? new());
    }
}
