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
using Orchestrator.Hosting.Settings;
using Orchestrator.Outbound;
using Orchestrator.Storage.Redis;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;
using Orchestrator.Telephony.Sip.Configuration;
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
            builder.Services.AddSettings<RedisStoreOptions>(builder.Configuration, "Orchestrator:Redis");
            builder.Services.KnowSettings(builder.Configuration, "Orchestrator:Memory", typeof(MemoryStoreOptions));
        }
        else
        {
            builder.Services.AddMemoryStorage();
            builder.Services.AddSettings<MemoryStoreOptions>(builder.Configuration, "Orchestrator:Memory");
            builder.Services.KnowSettings(builder.Configuration, "Orchestrator:Redis", typeof(RedisStoreOptions));
        }
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
        builder.Services.AddSettings<PlaneOptions>(builder.Configuration, PlaneOptions.Section);
        builder.Services.KnowSettings(builder.Configuration, SipSettings.Section, typeof(SipSettings));
        if (role is ClusterRole.Engine)
            builder.Services.WithoutPlane();
        else
            builder.AddPlane();
        builder.Services.AddSettings<InboundOptions>(builder.Configuration, InboundOptions.Section)
            .PostConfigure<IOptions<ProjectsOptions>>((inbound, projects) =>
                inbound.Project ??= projects.Value.Projects is [var only] ? only.Id : null)
            .Validate<IOptions<ProjectsOptions>>(
                // A node that only carries legs need not be told the projects.
                (inbound, projects) => role is ClusterRole.Plane || inbound.Project is null || projects.Value.Projects.Any(project => project.Id == inbound.Project),
                $"{InboundOptions.Section}:{nameof(InboundOptions.Project)}: found a project that there is not, expected the Id of one of Orchestrator:Projects");
        builder.Services.AddSettings<SweeperOptions>(builder.Configuration, SweeperOptions.Section);
    }

    /// <summary>The phone network of this node: the simulated one, or SIP; section <c>Orchestrator:Plane</c>.</summary>
    private static void AddPlane(this WebApplicationBuilder builder)
    {
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
        builder.Services.AddSettings<WebhookOptions>(builder.Configuration, "Orchestrator:Webhooks");
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

    public static void AddSigningKeys(this IServiceCollection services) => services.AddSingleton<ISigningKeys, ConfiguredSigningKeys>();
}
