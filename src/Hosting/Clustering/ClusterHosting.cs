using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orchestrator.Hosting.Settings;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orchestrator.Hosting.Clustering;

/// <summary>What a silo and a client of it must agree on.</summary>
public static class ClusterHosting
{
    private const string RedisKey = "Orchestrator:Redis:Connection";

    /// <summary>Where the members of the cluster meet, as StackExchange.Redis reads it; null: this process is alone.</summary>
    public static string? RedisConnection(this IConfiguration configuration) =>
        configuration[RedisKey] is { Length: > 0 } connection ? connection : null;

    /// <summary><see cref="ClusterSettings.Dashboard"/>, for who has to know it before the settings are checked; what cannot be read is refused there.</summary>
    public static bool HasDashboard(this IConfiguration configuration) =>
        bool.TryParse(configuration[$"{ClusterSettings.Section}:{nameof(ClusterSettings.Dashboard)}"], out var told) && told;

    /// <summary>Section <c>Orchestrator:Cluster</c>, and what Orleans is told of it.</summary>
    public static IServiceCollection AddClusterSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ClusterSettings>(configuration, ClusterSettings.Section)
            .Validate(_ => configuration.RedisConnection() is not { } told || IsConnection(told), $"{RedisKey}: expected host:port, without a scheme, and options of StackExchange.Redis behind commas");
        services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterSettings>>((orleans, settings) =>
        {
            orleans.ClusterId = settings.Value.ClusterId;
            orleans.ServiceId = settings.Value.ServiceId;
        });
        return services;
    }

    /// <summary>Where the membership is: a Redis that does not answer fails the start after a bounded wait, and is found again later.</summary>
    public static void MeetIn(this RedisClusteringOptions options, string connection)
    {
        var configuration = RedisConfiguration(connection);
        options.ConfigurationOptions = configuration;
        options.CreateMultiplexer = async _ => (await Connect(configuration), IsShared: false);
    }

    /// <summary>The connection text as it is used for everything but calls.</summary>
    public static ConfigurationOptions RedisConfiguration(string connection)
    {
        var configuration = ConfigurationOptions.Parse(connection);
        configuration.SetDefaultPorts();
        configuration.AbortOnConnectFail = true;
        configuration.ConnectRetry = 2;
        configuration.ConnectTimeout = 3000;
        return configuration;
    }

    private static bool IsConnection(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints is { Count: > 0 } places
                && places.OfType<DnsEndPoint>().All(place => Uri.CheckHostName(place.Host) != UriHostNameType.Unknown);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static async Task<IConnectionMultiplexer> Connect(ConfigurationOptions configuration)
    {
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (RedisConnectionException failure)
        {
            // StackExchange's own sentence is a page of counters.
            throw new RedisAwayException($"Redis ({RedisKey}) does not answer at {string.Join(", ", configuration.EndPoints.Select(Written))}.", failure);
        }
    }

    private static string? Written(EndPoint place) => place is DnsEndPoint named ? $"{named.Host}:{named.Port}" : place.ToString();
}
