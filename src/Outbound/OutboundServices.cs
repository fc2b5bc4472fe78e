using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Outbound;

public static class OutboundServices
{
    /// <summary>Adds the client. The host binds <see cref="OutboundOptions"/>, and tells <see cref="OwnAddresses"/> where it listens.</summary>
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.AddOptions<OutboundOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OwnAddresses>();
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.TryAddSingleton<AddressGuard>();
        services.TryAddSingleton<OutboundConnector>();
        services.TryAddSingleton<OutboundClient>();
        return services;
    }
}
