using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Outbound;

/// <summary>
/// Which addresses a stranger's URL may lead to: those of the public internet. What wraps another address (IPv4-mapped, 6to4, Teredo,
/// NAT64) is as good as the one it wraps, and is refused wherever it might lead inside.
/// </summary>
public static class AddressRules
{
    // IANA's special-purpose registries, without the ranges that are globally reachable.
    private static readonly IPNetwork[] Closed = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
        "fec0::/10", "ff00::/8");

    // Where clouds hand out credentials: never, whatever an operator allows.
    private static readonly IPAddress[] Metadata =
        [.. new[] { "169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "fd00:ec2::254" }.Select(IPAddress.Parse)];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsMetadata(IPAddress address) => Layers(address).Any(Metadata.Contains);

    public static bool IsPublic(IPAddress address) =>
        Layers(address).All(layer => !Closed.Any(network => network.Contains(layer) && !IsWrapper(layer)) && !Metadata.Contains(layer));

    /// <summary>IPv4-mapped addresses as the IPv4 address that they are, without a zone.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes())
        : address;

    private static bool IsWrapper(IPAddress address) => Teredo.Contains(address);

    /// <summary>The address, and what it wraps.</summary>
    private static IEnumerable<IPAddress> Layers(IPAddress address)
    {
        var plain = Plain(address);
        yield return plain;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            yield break;
        var bytes = plain.GetAddressBytes();
        if (SixToFour.Contains(plain))
            yield return new IPAddress(bytes.AsSpan(2, 4));
        if (Nat64.Contains(plain))
            yield return new IPAddress(bytes.AsSpan(12, 4));
        if (Teredo.Contains(plain))
        {
            yield return new IPAddress(bytes.AsSpan(4, 4));
            yield return new IPAddress([.. bytes.Skip(12).Select(masked => (byte)~masked)]);
        }
    }

    private static IPNetwork[] Networks(params string[] written) => [.. written.Select(network => IPNetwork.Parse(network))];
}
