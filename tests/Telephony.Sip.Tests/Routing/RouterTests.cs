using Microsoft.Extensions.Time.Testing;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Tests.Routing;

public class RouterTests
{
    private readonly SipSettings _settings = new();
    private readonly FakeTimeProvider _time = new();
    private double _chance;

    [Theory]
    [InlineData("+4930123", "berlin germany world")]
    [InlineData("+4989123", "germany berlin world")]
    [InlineData("+1555", "world")]
    public void Number_GoesByTheLongestPrefixFirst(string number, string trunks)
    {
        Trunk("world", 1, "+");
        Trunk("germany", 1, "+49");
        Trunk("berlin", 1, "+49", "+4930");

        Assert.Equal(trunks, Names(number));
    }

    [Theory]
    [InlineData(0.0, "one two")]
    [InlineData(0.24, "one two")]
    [InlineData(0.26, "two one")]
    [InlineData(0.99, "two one")]
    public void Number_AmongEquals_GoesByWeight(double chance, string trunks)
    {
        Trunk("one", 1, "+");
        Trunk("two", 3, "+");
        _chance = chance;

        Assert.Equal(trunks, Names("+1555"));
    }

    [Fact]
    public void Number_WithoutATrunk_HasNoRoute()
    {
        Trunk("germany", 1, "+49");

        Assert.Equal("no trunk takes this number", Route("+1555").Problem);
    }

    [Theory]
    [InlineData("sip:bob@example.com", true)]
    [InlineData("sip:bob@EXAMPLE.COM", true)]
    [InlineData("sip:bob@a.example.org", true)]
    [InlineData("sip:bob@example.org", false)]
    [InlineData("sip:bob@bad.example.org", false)]
    [InlineData("sip:bob@10.1.2.3", true)]
    [InlineData("sip:bob@10.9.2.3", false)]
    [InlineData("sip:bob@[2001:db8::1]", true)]
    [InlineData("sip:bob@11.1.2.3", false)]
    [InlineData("sip:bob@example.com.evil.net", false)]
    [InlineData("sip:bob@example.com;maddr=10.1.2.3", true)]
    [InlineData("sip:bob@example.com;maddr=11.1.2.3", false)]
    [InlineData("sip:bob@example.com;maddr=10.9.2.3", false)]
    [InlineData("sip:bob@evil.net;maddr=10.1.2.3", false)]
    public void Uri_IsLetThrough_WhereItsHostIsAllowedAndNotDenied(string uri, bool allowed)
    {
        foreach (var rule in (string[])["example.com", "*.example.org", "10.0.0.0/8", "2001:db8::/32"]) _settings.Allow.Add(rule);
        foreach (var rule in (string[])["bad.example.org", "10.9.0.0/16"]) _settings.Deny.Add(rule);

        Assert.Equal(allowed, Route(uri).Problem is null);
    }

    [Fact]
    public void Uri_WithoutAnyRule_IsDenied() => Assert.Equal("no rule allows SIP URIs at example.com", Route("sip:bob@example.com").Problem);

    [Fact]
    public void Credentials_OfALeg_AreItsUrisAlone()
    {
        _settings.Allow.Add("*");
        Trunk("world", 1, "+");
        var target = new DialTarget { To = "sip:bob@example.com", From = "+1555", Username = "bob", Password = "secret" };

        Assert.Equal("bob", NewRouter().To(target).Attempts[0].Credentials?.User);
        Assert.Null(NewRouter().To(target with { To = "+1555" }).Attempts[0].Credentials);
    }

    [Fact]
    public void Load_OfATrunk_HasRoomForSoManyASecond()
    {
        var load = new CallLoad(most: 0, perSecond: 2, _time);
        Assert.Equal([true, true, false], [load.TryEnter(), load.TryEnter(), load.TryEnter()]);
        _time.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal([true, false], [load.TryEnter(), load.TryEnter()]);
    }

    private void Trunk(string name, int weight, params string[] prefixes)
    {
        var trunk = new TrunkSettings { Name = name, Uri = $"sip:{name}.example", Weight = weight };
        foreach (var prefix in prefixes) trunk.Prefixes.Add(prefix);
        _settings.Trunks.Add(trunk);
    }

    private string Names(string number) => string.Join(' ', Route(number).Attempts.Select(attempt => attempt.Trunk!.Name));

    private Route Route(string to) => NewRouter().To(new DialTarget { To = to, From = "+15550001111" });

    private Router NewRouter() => new(_settings, _time, () => _chance);
}
