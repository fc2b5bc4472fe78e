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

    private static WebhookOptions Read(Action<WebhookOptions> configure)
    {
        using var services = new ServiceCollection().AddWebhooks().Configure(configure).BuildServiceProvider();
        return services.GetRequiredService<IOptions<WebhookOptions>>().Value;
    }
}
