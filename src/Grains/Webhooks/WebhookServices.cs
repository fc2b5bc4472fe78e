using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Orchestrator.Grains.Webhooks;

public static class WebhookServices
{
    /// <summary>
    /// Adds the silo's webhook sender. The host brings <see cref="ISigningKeys"/> and the call store, and binds
    /// <see cref="WebhookOptions"/>. Call it before Orleans is added: hosted services stop in reverse order, and grains hand over
    /// webhooks until they are gone.
    /// </summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WebhookInstruments>();
        services.TryAddSingleton<WebhookClient>();
        services.TryAddSingleton<WebhookSender>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
        return services;
    }
}
