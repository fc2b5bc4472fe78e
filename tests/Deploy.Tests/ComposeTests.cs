using System.Text.RegularExpressions;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>The compose file, as far as it can be judged without an engine.</summary>
public sealed partial class ComposeTests
{
    private static readonly Compose File = Compose.Load();

    [Fact]
    public void Services_AreTheClusterAndWhatWatchesIt() => Assert.Equal(
        ["collector", "gateway-1", "gateway-2", "grafana", "haproxy", "plane-1", "plane-2", "prometheus", "quickstart", "redis", "rtpengine-1", "rtpengine-2", "silo-1", "silo-2", "silo-3"],
        File.Services.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void WhatServicesName_IsThere() => Assert.All(File.Services, service =>
    {
        Assert.Empty(service.Value.Networks.Except(File.Networks.Keys));
        Assert.Empty(service.Value.DependsOnServices.Except(File.Services.Keys));
        Assert.All(service.Value.EnvFile, file => Assert.True(System.IO.File.Exists(InDeploy(file)), file));
        Assert.All(service.Value.Volumes.Select(volume => volume.Split(':')[0]), source =>
            Assert.True(source.StartsWith('.') ? Path.Exists(InDeploy(source)) : File.Volumes.ContainsKey(source), $"{service.Key}: {source}"));
    });

    [Fact]
    public void Builds_NameADockerfileAndAStageOfIt() => Assert.All(File.Services.Values.Where(service => service.Build is not null), service =>
    {
        var context = InDeploy(service.Build!.Context);
        var dockerfile = System.IO.File.ReadAllText(Path.Combine(context, service.Build.Dockerfile ?? "Dockerfile"));
        if (service.Build.Target is { } target) Assert.Matches($"(?m)^FROM \\S+ AS {target}$", dockerfile);
    });

    [Fact]
    public void Images_ArePinnedByTag() => Assert.All(File.Services.Values, service => Assert.Matches(@"^[a-z0-9./-]+:v?\d+\.\d+\.\d+(-\w+)?$", service.Image));

    [Fact]
    public void Secrets_AreReferencesWithoutADefault()
    {
        var secret = new Regex("PASSWORD|TOKEN|SIGNINGKEY|SECRET|CONNECTION", RegexOptions.IgnoreCase);

        Assert.All(
            File.Services.SelectMany(service => service.Value.Environment).Where(setting => secret.IsMatch(setting.Key)),
            setting => Assert.Matches(@"\$\{\w+:\?[^}]*\}$", setting.Value));
        Assert.All(Checkout.Files("config", "*.env").SelectMany(file => Checkout.Environment(Path.GetFileName(file)).Keys), key => Assert.DoesNotMatch(secret, key));
    }

    [Fact]
    public void VariablesThatMustBeSet_AreThoseOfTheExample()
    {
        var asked = Variable().Matches(Compose.Text).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        var example = System.IO.File.ReadLines(InDeploy(".env.example")).Where(line => line.Contains('=') && line[0] != '#').ToList();

        Assert.Equal(asked, example.Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal));
        Assert.All(example, line => Assert.EndsWith("=", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Containers_HaveNoRightTheyDoNotNeed() => Assert.All(File.Services.Values, service =>
    {
        Assert.True(service.ReadOnly);
        Assert.Contains("ALL", service.CapDrop);
        Assert.Contains("no-new-privileges:true", service.SecurityOpt);
    });

    [Fact]
    public void PublishedPorts_AreForThisMachineAloneUnlessPhonesAreToReachThem() => Assert.All(
        File.Services.SelectMany(service => service.Value.Ports),
        port => Assert.Matches(@"^(127\.0\.0\.1|\$\{SIP_BIND:-127\.0\.0\.1\}):", port));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MediaEngines_AreWhereTheirNodesLookAndOnPortsThatArePublished(int number)
    {
        var (engine, plane) = (File.Services[$"rtpengine-{number}"], File.Services[$"plane-{number}"]);
        var (program, sip) = (Checkout.Text("deploy", "rtpengine", "Dockerfile"), plane.Environment);

        Assert.Equal($"service:plane-{number}", engine.NetworkMode);
        Assert.Contains($"\"--listen-http={sip["Orchestrator__Sip__Media__Engines__0"].Replace("http:", "", StringComparison.Ordinal)}\"", program, StringComparison.Ordinal);
        Assert.Contains($"\"--dtmf-log-dest={sip["Orchestrator__Sip__Media__DtmfListen"]}\"", program, StringComparison.Ordinal);
        var range = $"{Value(engine, "port-min")}-{Value(engine, "port-max")}";
        Assert.EndsWith($":{range}:{range}/udp", plane.Ports[^1], StringComparison.Ordinal);
        Assert.All((string[])["udp", "tcp"], transport =>
        {
            var listens = sip.Single(setting => setting.Key.Contains("Listen__", StringComparison.Ordinal) && setting.Value.StartsWith($"{transport}:", StringComparison.Ordinal)).Value.Split(':')[^1];
            Assert.Contains(plane.Ports, port => port.EndsWith($":{listens}:{listens}/{transport}", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Members_MeetInOneNetworkAndHaveNamesOfTheirOwn()
    {
        var members = File.Services.Where(service => service.Value.IsOurs && service.Value.Profiles.Count == 0).ToList();

        Assert.All(members, member => Assert.Equal(member.Key, member.Value.Environment["Orchestrator__Cluster__NodeName"]));
        Assert.All(members, member => Assert.Contains("cluster", member.Value.Networks));
        Assert.Equal(3, members.Count(member => member.Value.Environment.GetValueOrDefault("Orchestrator__Cluster__Role") == "engine"));
        Assert.Equal("true", File.Networks["cluster"]["internal"]);
        // Whoever sends webhooks must get out.
        Assert.All(members.Where(member => member.Key.StartsWith("silo", StringComparison.Ordinal)), silo => Assert.Contains("outside", silo.Value.Networks));
    }

    [Fact]
    public void PlaneNodes_AreGrantedTheTimeTheyDrain()
    {
        var drain = TimeSpan.Parse(Checkout.Environment("plane.env")["Orchestrator__Plane__DrainTime"], System.Globalization.CultureInfo.InvariantCulture);

        Assert.All(
            File.Services.Where(service => service.Key.StartsWith("plane", StringComparison.Ordinal)),
            plane => Assert.Equal($"{drain.TotalSeconds + 30}s", plane.Value.StopGracePeriod));
    }

    [Fact]
    public void Addresses_OfTheConfigurationAreThoseOfServices()
    {
        var collector = Checkout.Text("deploy", "collector", "config.yaml");

        Assert.Equal("http://collector:4317", Checkout.Environment("telemetry.env")["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Contains("endpoint: 0.0.0.0:4317", collector, StringComparison.Ordinal);
        Assert.Contains("endpoint: 0.0.0.0:9464", collector, StringComparison.Ordinal);
        Assert.Contains("\"collector:9464\"", Checkout.Text("deploy", "prometheus", "prometheus.yaml"), StringComparison.Ordinal);
        Assert.Contains("url: http://prometheus:9090", Checkout.Text("deploy", "grafana", "provisioning", "datasources", "prometheus.yaml"), StringComparison.Ordinal);
        Assert.All((string[])["GATEWAY_1", "GATEWAY_2"], gateway =>
        {
            var target = File.Services["haproxy"].Environment[gateway].Split(':');
            Assert.Contains(target[0], File.Services.Keys);
            Assert.Contains($"ASPNETCORE_HTTP_PORTS={target[1]}", Checkout.Text("deploy", "Dockerfile"), StringComparison.Ordinal);
        });
    }

    private static string Value(ComposeService service, string option) =>
        service.Command.Single(argument => argument.StartsWith($"--{option}=", StringComparison.Ordinal)).Split('=')[1];

    private static string InDeploy(string path) => Checkout.At("deploy", path);

    [GeneratedRegex(@"\$\{(\w+):\?")]
    private static partial Regex Variable();
}
