using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class WebhookOptionsTests
{
    [Fact]
    public void Validation_Defaults_Pass() => Assert.Equal("default", Read(_ => { }).SpaceId);

    [Fact]
    public void Validation_SeveralErrors_AreToldAtOnce()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(options =>
        {
            options.Jitter = 0.9;
            options.InFlightPerEndpoint = 0;
            options.FastSchedule = [];
            options.AttemptTimeout = TimeSpan.FromSeconds(1);
        }));

        Assert.Equal(4, failure.Failures.Count());
    }

    [Fact]
    public void Schedules_Configured_AreThoseAndNoOthers()
    {
        var options = Bound("""{ "FastSchedule": ["00:00:02"], "RetrySchedule": ["00:00:40", "00:05:00"] }""");

        Assert.Equal([TimeSpan.FromSeconds(2)], options.Fast);
        Assert.Equal([TimeSpan.FromSeconds(40), TimeSpan.FromMinutes(5)], options.Later);
    }

    [Fact]
    public void Schedules_NotConfigured_AreTheDefaults()
    {
        var options = Bound("""{ "Jitter": 0.1 }""");

        Assert.Equal((3, 7), (options.Fast.Count, options.Later.Count));
    }

    private static WebhookOptions Bound(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return Read(options => configuration.Bind(options));
    }

    private static WebhookOptions Read(Action<WebhookOptions> configure)
    {
        using var services = new ServiceCollection().AddWebhooks().Configure(configure).BuildServiceProvider();
        return services.GetRequiredService<IOptions<WebhookOptions>>().Value;
    }
}
