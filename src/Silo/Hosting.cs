using System.Net;
using System.Net.Sockets;
using Orchestrator.Grains;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Planes;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;
using Orleans.Serialization;

namespace Orchestrator.Silo;

/// <summary>The parts of the service, one method each, in the order in which Program.cs names them.</summary>
internal static class Hosting
{
    private const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>Listens on 127.0.0.1:8080 unless the usual settings of ASP.NET name an address.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var isTold = settings["urls"] is not null || settings["http_ports"] is not null || settings["https_ports"] is not null
            || settings.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isTold)
            builder.WebHost.UseUrls(DefaultAddress);
    }

    /// <summary>Keeps calls in memory; section <c>Orchestrator:Memory</c>.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddMemoryStorage();
        builder.Services.AddOptions<MemoryStoreOptions>()
            .Bind(builder.Configuration.GetSection("Orchestrator:Memory")).ValidateDataAnnotations().ValidateOnStart();
    }

    /// <summary>The simulated phone network; sections <c>Orchestrator:Plane</c> and <c>Orchestrator:Sweeper</c>.</summary>
    public static void AddPlane(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PlaneOptions>()
            .Bind(builder.Configuration.GetSection(PlaneOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<SweeperOptions>()
            .Bind(builder.Configuration.GetSection(SweeperOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ITelephonyPlane>(services => new SimulatedPlane(
            services.GetRequiredService<TimeProvider>(), NodeId.Of(services.GetRequiredService<ILocalSiloDetails>())));
    }

    /// <summary>The silo; section <c>Orchestrator:Webhooks</c> configures what it sends.</summary>
    public static void AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<WebhookOptions>(builder.Configuration.GetSection("Orchestrator:Webhooks"));
        builder.Services.AddSerializer(serializer => serializer.AddCallSerialization());
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()));
    }

    public static void AddSigningKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SigningKeyOptions>().Bind(configuration.GetSection("Orchestrator"));
        services.AddSingleton<ISigningKeys, ConfiguredSigningKeys>();
    }

    /// <summary>One process needs no port that others know.</summary>
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
