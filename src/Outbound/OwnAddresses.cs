using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;

namespace Orchestrator.Outbound;

/// <summary>
/// Where the service itself listens. A stranger's URL never leads there, not even where loopback or a private network is open: a
/// request from inside would be trusted more than its writer is.
/// </summary>
public sealed class OwnAddresses
{
    private readonly ConcurrentDictionary<IPEndPoint, bool> _endpoints = new();

    /// <param name="endpoint">An address and port; the address <c>0.0.0.0</c> or <c>::</c> stands for all of this machine.</param>
    public void Add(IPEndPoint endpoint) => _endpoints[new IPEndPoint(AddressRules.Plain(endpoint.Address), endpoint.Port)] = true;

    public bool Contains(IPAddress address, int port) => _endpoints.Keys.Any(own =>
        own.Port == port && (own.Address.Equals(address) || (IsAny(own.Address) && IsOfThisMachine(address))));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsOfThisMachine(IPAddress address) => IPAddress.IsLoopback(address) || IsAny(address)
        || NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Any(unicast => AddressRules.Plain(unicast.Address).Equals(address));
}
