using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Grains;
using Orchestrator.Grains.Addresses;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Outbound;
using Orchestrator.Storage.Redis;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;
using Orleans.Dashboard;
using Orleans.Serialization;

namespace Orchestrator.Silo;

/// <summary>The parts of the service, one method each, in the order in which Program.cs names them.</summary>
internal static class Hosting
{
    /// <summary>For what is stopped once the legs are gone.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(20);

    /// <summary>Keeps calls in Redis when <c>Orchestrator:Redis:Connection</c> names one, else in memory; section <c>Orchestrator:Memory</c>.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.RedisConnection() is not null)
        {
            builder.Services.AddRedisStorage();
            builder.Services.AddOptions<RedisStoreOptions>()
                .Bind(builder.Configuration.GetSection("Orchestrator:Redis")).ValidateDataAnnotations().ValidateOnStart();
            return;
        }

        builder.Services.AddMemoryStorage();
        builder.Services.AddOptions<MemoryStoreOptions>()
            .Bind(builder.Configuration.GetSection("Orchestrator:Memory")).ValidateDataAnnotations().ValidateOnStart();
    }

    /// <summary>What this silo does, by <c>Orchestrator:Cluster:Role</c>: runs calls, carries their legs, or both.</summary>
    public static void AddCalls(this WebApplicationBuilder builder)
    {
        var role = Enum.TryParse<ClusterRole>(builder.Configuration[$"{ClusterSettings.Section}:{nameof(ClusterSettings.Role)}"], ignoreCase: true, out var told)
            ? told
            : default; // what cannot be read is refused at start
        if (role is ClusterRole.Plane)
            builder.Services.AddPlaneNode();
        else
            builder.Services.AddEngine();
        if (role is ClusterRole.Engine)
            builder.Services.WithoutPlane();
        else
            builder.AddPlane();
        builder.Services.AddOptions<InboundOptions>()
            .Bind(builder.Configuration.GetSection(InboundOptions.Section))
            .PostConfigure<IOptions<ProjectsOptions>>((inbound, projects) =>
                inbound.Project ??= projects.Value.Projects is [var only] ? only.Id : null);
        builder.Services.AddOptions<SweeperOptions>()
            .Bind(builder.Configuration.GetSection(SweeperOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
    }

    /// <summary>The phone network of this node: the simulated one, or SIP; section <c>Orchestrator:Plane</c>.</summary>
    private static void AddPlane(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PlaneOptions>()
            .Bind(builder.Configuration.GetSection(PlaneOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        // A host that stops gives everybody 30 s in all, unless it is told to wait for the plane's calls.
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<PlaneOptions>>(
            (host, plane) => host.ShutdownTimeout = plane.Value.DrainTime + StopTime);
        builder.Services.AddSingleton(services => new PlaneJournal(
            services.GetRequiredService<IOptions<PlaneOptions>>().Value.Journal!, NodeId.Of(services.GetRequiredService<ILocalSiloDetails>())));
        if (builder.Configuration.PlaneKind() == PlaneKind.Sip)
            builder.AddSipPlane();
        else
            builder.Services.AddSingleton<ITelephonyPlane>(services =>
            {
                var plane = new SimulatedPlane(
                    services.GetRequiredService<TimeProvider>(),
                    NodeId.Of(services.GetRequiredService<ILocalSiloDetails>()),
                    new OutgoingStreams(services.GetRequiredService<OutboundClient>()).Open);
                if (services.GetRequiredService<IOptions<PlaneOptions>>().Value.Journal is not null)
                    plane.Journal = services.GetRequiredService<PlaneJournal>().Write;
                return plane;
            });
    }

    /// <summary>The silo; section <c>Orchestrator:Webhooks</c> configures what it sends.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<WebhookOptions>(builder.Configuration.GetSection("Orchestrator:Webhooks"));
        builder.Services.AddSerializer(serializer => serializer.AddCallSerialization());
        builder.Services.AddClusterSettings(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            if (builder.Configuration.RedisConnection() is { } connection)
                silo.JoinCluster(connection);
            else
                silo.StandAlone();
            if (builder.Configuration.HasDashboard()) silo.AddDashboard();
        });
    }

    public static void AddSigningKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SigningKeyOptions>().Bind(configuration.GetSection("Orchestrator"));
        services.AddSingleton<ISigningKeys, ConfiguredSigningKeys>();
    }
}
