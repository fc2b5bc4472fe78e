using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orchestrator.Hosting.Clustering;
using Orleans.Configuration;

namespace Orchestrator.Silo;

/// <summary>Whom this silo lives with.</summary>
internal static class Membership
{
    /// <summary>With all silos of its cluster id that meet in the same Redis; section <c>Orchestrator:Cluster</c>.</summary>
    public static void JoinCluster(this ISiloBuilder silo, string connection)
    {
        silo.UseRedisClustering(options => options.MeetIn(connection));
        // What is off the hot path. Calls are kept by the call store.
        silo.AddRedisGrainStorageAsDefault(options => options.ConfigurationOptions = ClusterHosting.RedisConfiguration(connection));
        silo.Services.AddOptions<SiloOptions>().Configure<IOptions<ClusterSettings>>(Name);
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterSettings>>(Listen);
        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<ClusterSettings>>(Watch);
    }

    /// <summary>With nobody: one process needs no port that others know.</summary>
    public static void StandAlone(this ISiloBuilder silo)
    {
        silo.UseLocalhostClustering(FreePort(), FreePort());
        silo.AddMemoryGrainStorageAsDefault();
        silo.Services.AddOptions<SiloOptions>().Configure<IOptions<ClusterSettings>>(Name);
    }

    private static void Name(SiloOptions silo, IOptions<ClusterSettings> settings) => silo.SiloName = settings.Value.NodeName;

    private static void Listen(EndpointOptions endpoints, IOptions<ClusterSettings> settings)
    {
        endpoints.SiloPort = settings.Value.SiloPort;
        endpoints.GatewayPort = settings.Value.GatewayPort;
        if (settings.Value.AdvertisedAddress is { } address)
            endpoints.AdvertisedIPAddress = IPAddress.Parse(address);
    }

    private static void Watch(ClusterMembershipOptions membership, IOptions<ClusterSettings> settings)
    {
        membership.ProbeTimeout = settings.Value.ProbeTimeout;
        membership.MaxProbeTimeout = settings.Value.MaxProbeTimeout;
        membership.NumMissedProbesLimit = settings.Value.MissedProbes;
        membership.NumVotesForDeathDeclaration = settings.Value.Votes;
        membership.TableRefreshTimeout = settings.Value.TableRefreshTimeout;
        // Who starts after all have died waits for those in the table until they have missed three of these.
        membership.IAmAliveTablePublishTimeout = settings.Value.TableRefreshTimeout;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
