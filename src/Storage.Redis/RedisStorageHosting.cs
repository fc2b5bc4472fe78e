using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Storage.Redis;

public static class RedisStorageHosting
{
    /// <summary>
    /// Keeps calls in Redis, and goes by its clock. The host binds and validates <see cref="RedisStoreOptions"/>, and brings an
    /// <see cref="ISecretCipher"/> if what may hold passwords is to be locked. Call it before anything else that is timed is added.
    /// </summary>
    public static IServiceCollection AddRedisStorage(this IServiceCollection services)
    {
        services.AddOptions<RedisStoreOptions>();
        services.AddSingleton(provider => new RedisLink(() => provider.GetRequiredService<IOptions<RedisStoreOptions>>().Value));
        services.AddSingleton(provider => new RedisClock(provider.GetRequiredService<RedisLink>(), TimeProvider.System));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<RedisClock>()));
        services.AddHostedService<RedisClockRounds>();
        services.AddSingleton<ICallStore>(provider => new RedisCallStore(
            provider.GetRequiredService<RedisLink>(),
            provider.GetRequiredService<IOptions<RedisStoreOptions>>().Value,
            TimeProvider.System,
            provider.GetRequiredService<ILogger<RedisCallStore>>(),
            provider.GetService<ISecretCipher>()));
        return services;
    }
}
