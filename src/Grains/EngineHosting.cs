using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Addresses;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Scripts.Evaluation;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Telephony.Port;
using Orleans.Configuration;

namespace Orchestrator.Grains;

/// <summary>What a silo adds to run calls.</summary>
public static class EngineHosting
{
    /// <summary>How long a grain's answer is waited for; every call between grains may be made again.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds the engine. The host brings an <see cref="ICallStore"/>, an <see cref="ITelephonyPlane"/> and <see cref="ISigningKeys"/>.
    /// Call it before Orleans is added: what stops last is the sender.
    /// </summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddWebhooks();
        services.AddHostedService<QuietCounters>();
        services.AddSingleton<EngineServices>();
        services.AddScripts();
        services.AddNodes();
        services.AddSingleton<Sweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
        services.AddSingleton<NodeReaper>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeReaper>());
        services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = AnswerTime);
        return services;
    }

    /// <summary>
    /// Makes this silo only carry legs: no engine runs here, so that no call is lost with an engine that dies. The host brings an
    /// <see cref="ITelephonyPlane"/>.
    /// </summary>
    public static IServiceCollection AddPlaneNode(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddNodes();
        services.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = AnswerTime);
        services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(
            type => type.Assembly == typeof(EngineHosting).Assembly && type != typeof(PlaneGrain) && type != typeof(NodeGrain)));
        return services;
    }

    /// <summary>Makes this silo carry no legs; other nodes have planes.</summary>
    public static IServiceCollection WithoutPlane(this IServiceCollection services) =>
        services.PostConfigure<GrainTypeOptions>(types => types.Classes.Remove(typeof(PlaneGrain)));

    private static void AddScripts(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ExpressionPool(new ExpressionPoolOptions(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ScriptHttp>();
        services.AddSingleton<ScriptWorkshop>();
    }

    private static void AddNodes(this IServiceCollection services)
    {
        services.AddSingleton<EngineInstruments>();
        services.AddOptions<PlaneOptions>();
        services.AddOptions<SweeperOptions>();
        services.AddSingleton<INodes, ClusterNodes>();
        services.AddSingleton<Planes.Planes>();
        services.AddSingleton<PlaneDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<PlaneDrain>());
        services.AddSingleton<IPlaneListener, PlaneListener>();
        services.AddOptions<InboundOptions>();
        services.AddSingleton<ISubscribers, Subscribers>();
        services.AddSingleton<IInboundProjects, InboundProjects>();
        services.AddHostedService<PlaneConnection>();
        services.AddPlacementDirector<NodePlacement, NodePlacementDirector>();
        services.AddPlacementDirector<SessionPlacement, SessionPlacementDirector>();
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
