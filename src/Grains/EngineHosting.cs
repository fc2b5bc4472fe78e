using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains;

/// <summary>What a silo adds to run calls.</summary>
public static class EngineHosting
{
    /// <summary>
    /// Adds the engine. The host brings an <see cref="ICallStore"/>, an <see cref="ITelephonyPlane"/> and <see cref="ISigningKeys"/>.
    /// Call it before Orleans is added: what stops last is the sender.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddWebhooks();
        services.AddSingleton<EngineInstruments>();
        services.AddSingleton<EngineServices>();
        services.AddSingleton<IPlaneListener, PlaneListener>();
        services.AddHostedService<PlaneConnection>();
        return services;
    }

    /// <summary>Keeps calls in this process only: the embedded default.</summary>
    public static IServiceCollection AddMemoryStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<MemoryStoreOptions>();
        services.AddSingleton<ICallStore>(provider => new MemoryCallStore(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<MemoryStoreOptions>>().Value));
        return services;
    }
}
