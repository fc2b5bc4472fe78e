using System.Net;

namespace Orchestrator.Outbound;

/// <summary>Names to addresses, so that tests can have names of their own.</summary>
public interface INameResolver
{
    Task<IReadOnlyList<IPAddress>> Resolve(string host, CancellationToken cancellationToken);
}

/// <summary>As the machine resolves them.</summary>
public sealed class SystemNameResolver : INameResolver
{
    public async Task<IReadOnlyList<IPAddress>> Resolve(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
