using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Orchestrator.Deploy.Tests.Support;
using Orchestrator.Gateway;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Hosting;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Storage.Redis;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Deploy.Tests;

/// <summary>Every setting that a file names is one that the programs know, and its value one they take.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Cluster"] = typeof(ClusterSettings),
        ["Gateway"] = typeof(GatewayOptions),
        ["Memory"] = typeof(MemoryStoreOptions),
        ["Metrics"] = typeof(ScrapeSettings),
        ["Plane"] = typeof(PlaneOptions),
        ["Redis"] = typeof(RedisStoreOptions),
        ["Sip"] = typeof(SipSettings),
        ["Sweeper"] = typeof(SweeperOptions),
        ["Webhooks"] = typeof(WebhookOptions),
    };

    /// <summary>Settings of the platform that these files use.</summary>
    private static readonly string[] Standard = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_METRIC_EXPORT_INTERVAL"];

    private static readonly Dictionary<string, Dictionary<string, string>> Environments =
        Checkout.Files("config", "*.env").Select(file => (file, Checkout.Environment(Path.GetFileName(file))))
            .Concat(Compose.Load().Services.Where(service => service.Value.IsOurs).Select(service => ($"compose: {service.Key}", service.Value.Unset())))
            .Concat(Manifests.Pods().Where(pod => pod.IsOurs).Select(pod => ($"kubernetes: {pod.Name}", pod.Environment)))
            .ToDictionary(source => source.Item1, source => source.Item2, StringComparer.Ordinal);

    public static TheoryData<string> Sources => [.. Environments.Keys];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Settings_AreKnownAndTaken(string source)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(Environments[source].Where(pair => !Standard.Contains(pair.Key)).Select(pair => new KeyValuePair<string, string?>(
                pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value))).Build();

        Assert.All(settings.GetChildren(), root => Assert.Equal("Orchestrator", root.Key));
        foreach (var section in settings.GetSection("Orchestrator").GetChildren())
        {
            if (section.Key == "Projects")
            {
                Assert.All(section.GetChildren(), AssertProject);
                continue;
            }

            Assert.True(Sections.TryGetValue(section.Key, out var type), $"{source}: there is no section {section.Key}");
            var options = section.Get(type, binder => binder.ErrorOnUnknownConfiguration = true)!;
            var wrong = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), wrong, validateAllProperties: true);
            Assert.Empty(wrong);
        }
    }

    private static void AssertProject(IConfigurationSection project)
    {
        var known = typeof(ProjectOptions).GetProperties().Select(property => property.Name);
        Assert.Empty(project.GetChildren().Select(setting => setting.Key).Except(known));
    }
}
