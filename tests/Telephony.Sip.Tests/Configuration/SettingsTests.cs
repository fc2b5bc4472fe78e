using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Tests.Configuration;

public class SettingsTests
{
    [Fact]
    public void Settings_OfNothing_AreRight() => Assert.Empty(SettingsCheck.Problems(new SipSettings()));

    [Fact]
    public void Settings_OfEverything_AreRight()
    {
        var settings = new SipSettings { AdvertisedHost = "sip.example.com", Domain = "example.com" };
        foreach (var listen in (string[])["udp:0.0.0.0:5060", "tcp:[::]:5060", "ws:127.0.0.1:8088"]) settings.Listen.Add(listen);
        foreach (var rule in (string[])["*", "example.com", "*.example.com", "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"]) settings.Allow.Add(rule);
        settings.Media.Engines.Add("127.0.0.1:22222");
        var trunk = new TrunkSettings { Name = "one", Uri = "sip:trunk.example.com;transport=tcp", Username = "u", Password = "p" };
        trunk.Prefixes.Add("+49");
        settings.Trunks.Add(trunk);

        Assert.Empty(SettingsCheck.Problems(settings));
    }

    [Fact]
    public void Settings_ThatAreWrong_AreAllTold()
    {
        var settings = new SipSettings { SessionExpires = TimeSpan.FromSeconds(60), AdvertisedHost = "a b", LargestUdpRequest = 0, ConnectionsPerSource = -1, ProjectMaxInboundCalls = -1 };
        foreach (var listen in (string[])["udp:5060", "sctp:0.0.0.0:5060", "tls:0.0.0.0:5061"]) settings.Listen.Add(listen);
        settings.Allow.Add("exa mple");
        settings.Media.Engines.Add("localhost");
        settings.Trunks.Add(new TrunkSettings { Uri = "http://x", Weight = 0, Password = "p", FirstResponse = TimeSpan.FromMinutes(1) });

        var problems = SettingsCheck.Problems(settings);

        Assert.All(problems, problem => Assert.StartsWith("Orchestrator:Sip:", problem, StringComparison.Ordinal));
        Assert.Equal(
            [
                "Listen:0", "Listen:1", "CertificateFile", "AdvertisedHost", "Allow", "SessionExpires", "LargestUdpRequest", "ConnectionsPerSource", "ProjectMaxInboundCalls", "Media:Engines",
                "Trunks:0:Name", "Trunks:0:Uri", "Trunks:0:Weight", "Trunks:0:Username", "Trunks:0:FirstResponse",
            ],
            problems.Select(problem => problem["Orchestrator:Sip:".Length..].Split(": ")[0]));
    }

    [Fact]
    public void Trunk_NamedTwice_IsTold()
    {
        var settings = new SipSettings();
        for (var i = 0; i < 2; i++) settings.Trunks.Add(new TrunkSettings { Name = "one", Uri = "sip:example.com" });

        Assert.Equal(["Orchestrator:Sip:Trunks:1:Name: found 'one' again, expected another"], SettingsCheck.Problems(settings));
    }
}
