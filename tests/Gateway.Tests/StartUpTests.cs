using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>What the service refuses to start with, and what it says then.</summary>
public sealed class StartUpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("ASPNETCORE_URLS=http://0.0.0.0:{0}")]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:{0};http://*:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS={0}")]
    [InlineData("Kestrel__Endpoints__Http__Url=http://[::]:{0}")]
    [InlineData("ASPNETCORE_URLS=http://0.0.0.0:{0} Orchestrator__Projects__0__Id=ours Orchestrator__Projects__0__Tokens__0=own Orchestrator__Projects__0__Tokens__1=dev")]
    public async Task Start_DevelopmentTokenOnAReachableAddress_IsRefused(string settings)
    {
        var log = await Refused(Settings(settings));

        Assert.Contains("Refusing to listen on http://", log, StringComparison.Ordinal);
        Assert.Contains("Orchestrator:Projects:0:Tokens:0", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening on", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProjectsThatAreWrong_AreRefusedAllAtOnceWithoutTheirTokens()
    {
        const string secret = "s3cret with space";
        var log = await Refused(
        [
            .. Settings("ASPNETCORE_URLS=http://127.0.0.1:{0} Orchestrator__Projects__0__Id=a:b Orchestrator__Projects__1__Id=twice Orchestrator__Projects__2__Id=twice"),
            new("Orchestrator__Projects__0__Tokens__0", secret),
            new("Orchestrator__Projects__2__Tokens__0", "fine"),
        ]);

        Assert.Contains("Orchestrator:Projects:0:Id must be", log, StringComparison.Ordinal);
        Assert.Contains("Orchestrator:Projects:0:Tokens:0 must be", log, StringComparison.Ordinal);
        Assert.Contains("Orchestrator:Projects:1:Tokens must hold", log, StringComparison.Ordinal);
        Assert.Contains("'twice' is there 2 times", log, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
    }

    /// <summary>A project with a wrong word in it must never be no project: then everybody could sign in as the development project.</summary>
    [Fact]
    public async Task Start_SettingsThatNothingCanBeMadeOf_AreRefusedAllAtOnceInTheLastLines()
    {
        var log = await Refused(
        [
            .. Settings("ASPNETCORE_URLS=http://127.0.0.1:{0} Orchestrator__Projects__0__Id=acme Orchestrator__Projects__0__Operator=yes Orchestrator__Projects__0__SigningKey=notbase64!"
                + " Orchestrator__Gatway__DrainDelay=00:00:01 Orchestrator__Gateway__GrainTimout=00:00:01 Orchestrator__Outbound__Allow=10.1.0.0/16"
                + " Orchestrator__Plane__Kind=sipp Orchestrator__Memory__Retention=24 Orchestrator__Redis__Conection=away Orchestrator__Sip__Trunks__0__MaxCalls=ten"),
            new("Orchestrator__Projects__0__Tokens__0", "secret"),
        ]);

        string[] wrong =
        [
            "Gatway", "Gateway:GrainTimout", "Memory:Retention", "Outbound:Allow", "Plane:Kind", "Projects:0:Operator", "Projects:0:SigningKey", "Redis:Conection",
            "Sip:Trunks:0:MaxCalls",
        ];
        var last = log.Split('\n')[^wrong.Length..];
        Assert.All(wrong, key => Assert.Single(last, line => line.StartsWith($"Not started: Orchestrator:{key}", StringComparison.Ordinal)));
        Assert.DoesNotContain("secret", log, StringComparison.Ordinal);
        Assert.DoesNotContain("notbase64", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Orchestrator__Gateway__PingInterval=00:00:00", "Orchestrator:Gateway:PingInterval: found '00:00:00', expected a duration as hh:mm:ss, with days d.hh:mm:ss, 00:00:01 to 00:01:00")]
    [InlineData("Orchestrator__Inbound__Project=nobody", "Orchestrator:Inbound:Project: found a project that there is not, expected the Id of one of Orchestrator:Projects")]
    [InlineData("Orchestrator__Redis__Connection=redis://127.0.0.1:6379", "Orchestrator:Redis:Connection: expected host:port, without a scheme, and options of StackExchange.Redis behind commas")]
    [InlineData("URLS=127.0.0.1:8097", "Cannot listen on '127.0.0.1:8097': expected http:// or https:// in front of an address and a port, as http://127.0.0.1:8080.")]
    public async Task Start_SettingThatIsWrong_IsNamedAtTheEnd(string setting, string refusal)
    {
        var log = await Refused(Settings($"ASPNETCORE_URLS=http://127.0.0.1:{{0}} {setting}"));

        Assert.Equal($"Not started: {refusal}", Reason(log));
    }

    [Fact]
    public async Task Start_ClusterSettingsThatAreWrong_AreRefusedAllAtOnce()
    {
        var log = await Refused(Settings(
            "ASPNETCORE_URLS=http://127.0.0.1:{0} Orchestrator__Cluster__ClusterId=a:b Orchestrator__Cluster__AdvertisedAddress=everywhere Orchestrator__Cluster__Votes=0 Orchestrator__Redis__Connection=127.0.0.1:1 Orchestrator__Redis__KeyPrefix=A"));

        foreach (var wrong in new[] { "ClusterId", "Votes", "KeyPrefix" })
            Assert.Contains(wrong, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutItsRedis_IsRefusedWithTheAddressAndWithoutThePassword()
    {
        var log = await Refused(Settings(
            "ASPNETCORE_URLS=http://127.0.0.1:{0} Orchestrator__Cluster__AdvertisedAddress=127.0.0.1 Orchestrator__Redis__Connection=127.0.0.1:1,password=hush"));

        Assert.Equal("Not started: Redis (Orchestrator:Redis:Connection) does not answer at 127.0.0.1:1.", Reason(log));
        Assert.DoesNotContain("hush", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_IsRefusedWithTheAddress()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var log = await Refused([new("ASPNETCORE_URLS", address)]);

        Assert.Matches($"^Not started: .*{Regex.Escape(address)}", Reason(log));
    }

    [Fact]
    public async Task Start_OwnTokensOnAReachableAddress_Starts()
    {
        var port = ServiceProcess.FreePort();
        var settings = new Dictionary<string, string>(ServiceFixture.Settings(port)) { ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{port}" };
        await using var service = ServiceProcess.Start(settings);
        using var http = ServiceFixture.Client(new Uri($"http://127.0.0.1:{port}"), ServiceFixture.Basic("alpha", ServiceFixture.TokenOf("alpha")));

        await service.WaitUntilReady(http);

        Assert.Equal(200, (await new Api(http).Get("/api/v1/connects")).Status);
        Assert.Contains("sign in  with a configured project and token", service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("token-of-", service.Log, StringComparison.Ordinal);
    }

    /// <summary>Not always the very last line: a part of the host that fails behind it may have a word to log yet.</summary>
    private static string Reason(string log) => log.Split('\n').Last(line => line.StartsWith("Not started: ", StringComparison.Ordinal));

    /// <summary>Waits until it has ended in good order, by its own decision.</summary>
    private static async Task<string> Refused(IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        await using var service = ServiceProcess.Start(settings);
        var code = await service.Exit(Patience);

        Assert.True(code == 1, $"Exit code {code}:\n{service.Log}");
        Assert.DoesNotContain("Unhandled exception", service.Log, StringComparison.Ordinal);
        return service.Log;
    }

    private static List<KeyValuePair<string, string>> Settings(string text) =>
        [.. text.Replace("{0}", $"{ServiceProcess.FreePort()}", StringComparison.Ordinal).Split(' ').Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string>(pair[0], pair[1]))];
}
