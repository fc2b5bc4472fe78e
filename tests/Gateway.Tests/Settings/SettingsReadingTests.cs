using Microsoft.Extensions.Configuration;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Grains.Addresses;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Hosting;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Hosting.Settings;
using Orchestrator.Outbound;
using Orchestrator.Storage.Redis;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Gateway.Tests.Settings;

/// <summary>What of a section is taken, and what is said of the rest.</summary>
public sealed class SettingsReadingTests
{
    public static TheoryData<Type> Sections =>
    [
        typeof(ClusterSettings), typeof(GatewayOptions), typeof(InboundOptions), typeof(MemoryStoreOptions), typeof(OutboundOptions), typeof(PlaneOptions),
        typeof(ProjectOptions), typeof(RedisStoreOptions), typeof(ScrapeSettings), typeof(SipSettings), typeof(SweeperOptions), typeof(WebhookOptions),
    ];

    [Theory]
    [InlineData(typeof(IList<ProjectOptions>), "0:Operator=yes", "0:Operator: found 'yes', expected true or false")]
    [InlineData(typeof(IList<ProjectOptions>), "0:Operator=1", "0:Operator: found '1', expected true or false")]
    [InlineData(typeof(IList<ProjectOptions>), "0:Tokens=secret", "0:Tokens: found a single value, expected a list: S:0:Tokens:0 and so on")]
    [InlineData(typeof(IList<ProjectOptions>), "acme:Id=acme", "acme: found 'acme', expected the number of an element: S:0 and so on")]
    [InlineData(typeof(IList<ProjectOptions>), "0:Tokn=secret", "0:Tokn: there is no such setting, expected one of Id, Operator, SigningKey, Tokens")]
    [InlineData(typeof(SipSettings), "Trunks:0:MaxCalls=ten", "Trunks:0:MaxCalls: found 'ten', expected a whole number")]
    [InlineData(typeof(SipSettings), "Trunks:0:NumberFormat=National", "Trunks:0:NumberFormat: found 'National', expected e164 or plain")]
    [InlineData(typeof(SipSettings), "Digest:0=Sha1", "Digest:0: found 'Sha1', expected md5 or sha256")]
    [InlineData(typeof(SipSettings), "Media=x", "Media: found a single value, expected keys below it: DtmfListen, Engines, PingEvery, PingsMissed, SinkAddress, Sounds")]
    [InlineData(typeof(PlaneOptions), "Kind=sipp", "Kind: found 'sipp', expected simulated or sip")]
    [InlineData(typeof(PlaneOptions), "Kind=5", "Kind: found '5', expected simulated or sip")]
    [InlineData(typeof(InboundOptions), "Project:0=acme", "Project: found keys below it, expected a text")]
    [InlineData(typeof(WebhookOptions), "Jitter=much", "Jitter: found 'much', expected a number, 0 to 0.5")]
    [InlineData(typeof(WebhookOptions), "FastSchedule:1=5", "FastSchedule:1: found '5', expected a duration as hh:mm:ss, with days d.hh:mm:ss")]
    [InlineData(typeof(ClusterSettings), "ClusterId=a:b", "ClusterId: expected a text, not empty, all of it [A-Za-z0-9-]{1,64}")]
    [InlineData(typeof(ClusterSettings), "SiloPort=0", "SiloPort: found '0', expected a whole number, 1 to 65535")]
    [InlineData(typeof(ClusterSettings), "SiloPort=", "SiloPort: found '', expected a whole number, 1 to 65535")]
    [InlineData(typeof(ClusterSettings), "ProbeTimeout=00:02:00", "ProbeTimeout: found '00:02:00', expected a duration as hh:mm:ss, with days d.hh:mm:ss, 00:00:00.2 to 00:01:00")]
    public void Reading_WhatCannotBeTaken_IsNamedWithWhatWasExpected(Type type, string setting, string problem)
    {
        var reading = Read(type, setting);

        Assert.Equal($"S:{problem}", Assert.Single(reading.Problems));
        Assert.Empty(reading.Sound.AsEnumerable());
    }

    [Theory]
    [InlineData("24")]
    [InlineData("24:00:00")]
    [InlineData("10:00")]
    [InlineData("10 s")]
    [InlineData("10")]
    [InlineData("")]
    public void Duration_ThatReadsAsSomethingElseThanItMeans_IsRefused(string written) =>
        Assert.StartsWith($"S:Retention: found '{written}', expected a duration", Assert.Single(Read(typeof(MemoryStoreOptions), $"Retention={written}").Problems), StringComparison.Ordinal);

    [Theory]
    [InlineData("00:00:02.500")]
    [InlineData("1.00:00:00")]
    [InlineData("0:00:05")]
    public void Duration_InHoursMinutesAndSeconds_IsTaken(string written)
    {
        var reading = Read(typeof(MemoryStoreOptions), $"retention={written}");

        Assert.Empty(reading.Problems);
        Assert.Equal(TimeSpan.Parse(written, System.Globalization.CultureInfo.InvariantCulture), reading.Sound.GetSection("S").Get<MemoryStoreOptions>()!.Retention);
    }

    [Fact]
    public void Reading_OneWrongValueOfAnElement_LeavesTheRestOfIt()
    {
        var project = Assert.Single(Read(typeof(IList<ProjectOptions>), "0:Id=acme", "0:Tokens:0=secret", "0:Operator=yes").Sound.GetSection("S").Get<List<ProjectOptions>>()!);

        Assert.Equal(("acme", "secret", false), (project.Id, Assert.Single(project.Tokens), project.Operator));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void EverySetting_OfEverySection_IsOfAKindThatCanBeRead(Type section) => Assert.All(SettingsOf(section), AssertReadable);

    private static void AssertReadable(Type type)
    {
        if (SettingValue.IsOne(type)) return;
        if (SettingsReading.ElementOf(type) is { } element)
            AssertReadable(element);
        else
            Assert.All(SettingsOf(type), AssertReadable);
    }

    private static List<Type> SettingsOf(Type type)
    {
        var settings = SettingsReading.SettingsOf(type).Values.Select(property => property.PropertyType).ToList();
        Assert.NotEmpty(settings);
        return settings;
    }

    private static SettingsReading Read(Type type, params string[] settings) => SettingsReading.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=')).Select(pair => new KeyValuePair<string, string?>($"S:{pair[0]}", pair[1])))
            .Build().GetSection("S"),
        type);
}
