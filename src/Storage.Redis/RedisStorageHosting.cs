using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Storage.Redis;

public static class RedisStorageHosting
{
    /// <summary>
    /// Keeps calls in Redis. The host binds and validates <see cref="RedisStoreOptions"/>, and brings an <see cref="ISecretCipher"/> if
    /// what may hold passwords is to be locked.
    /// </summary>
    public static IServiceCollection AddRedisStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<RedisStoreOptions>();
        services.AddSingleton<ICallStore>(provider => new RedisCallStore(
            provider.GetRequiredService<IOptions<RedisStoreOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ISecretCipher>()));
        return services;
    }
}
