using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Hosting.Clustering;
using Orchestrator.Hosting.Settings;
using Orleans.Dashboard;
using Orleans.Serialization;

namespace Orchestrator.Gateway.Clustering;

/// <summary>This program as a client of a cluster; section <c>Orchestrator:Cluster</c>, as far as it is about a client.</summary>
internal static class ClusterClient
{
    public static void AddClusterClient(this WebApplicationBuilder builder)
    {
        builder.Services.AddClusterSettings(builder.Configuration);
        // What silos are told may be told to all members of a cluster.
        foreach (var section in (string[])["Inbound", "Memory", "Outbound", "Plane", "Redis", "Sip", "Sweeper", "Webhooks"])
            builder.Services.KnowSettings(builder.Configuration, $"Orchestrator:{section}", type: null);
        builder.Services.AddOptions<ClusterAddress>()
            .Configure(address => address.Connection = builder.Configuration.RedisConnection())
            .ValidateDataAnnotations().ValidateOnStart();
        // It listens, and says that it is alive and not ready, while it still looks for the cluster.
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true);
        builder.Services.AddSerializer(serializer => serializer.AddCallSerialization());
        builder.UseOrleansClient(client =>
        {
            client.UseRedisClustering(options => options.MeetIn(builder.Configuration.RedisConnection() ?? ""));
            client.UseConnectionRetryFilter<KeepLooking>();
            if (builder.Configuration.HasDashboard()) client.AddDashboard();
            client.Services.AddOptions<Orleans.Configuration.GatewayOptions>().Configure<IOptions<ClusterSettings>>((orleans, settings) =>
                orleans.GatewayListRefreshPeriod = settings.Value.TableRefreshTimeout);
            // What kinds of grain there are, and on which silos: a gateway that found only plane nodes at first knows of no engine till then.
            client.Services.AddOptions<Orleans.Configuration.TypeManagementOptions>().Configure<IOptions<ClusterSettings>>((orleans, settings) =>
                orleans.TypeMapRefreshInterval = settings.Value.TableRefreshTimeout);
        });
    }
}
