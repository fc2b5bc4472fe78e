using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

public static class WebhookServices
{
    /// <summary>
    /// Adds the silo's webhooks. The host brings <see cref="ISigningKeys"/> and the call store, an <see cref="ISecretCipher"/> if keys are
    /// to be stored locked, and binds <see cref="WebhookOptions"/> and <see cref="OutboundOptions"/>. Call it before Orleans is added: hosted
    /// services stop in reverse order, and grains hand over webhooks until they are gone.
    /// </summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.AddMetrics();
        services.AddOutbound();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WebhookInstruments>();
        services.TryAddSingleton<SigningKeyRing>();
        services.TryAddSingleton<MuteBook>();
        services.TryAddSingleton<EndpointReports>();
        services.TryAddSingleton<WebhookClient>();
        services.TryAddSingleton<WebhookSender>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookSender>());
        services.AddHostedService<WebhookWatch>();
        return services;
    }
}
