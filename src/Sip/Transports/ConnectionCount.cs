using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Sip.Transports;

/// <summary>How many connections strangers have, all of them and each, from the moment on when they are let in.</summary>
/// <param name="most">At a time.</param>
/// <param name="mostPerSource">Of one address, or one /64 of IPv6; 0 for no limit.</param>
internal sealed class ConnectionCount(int most, int mostPerSource)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _ofSources = [];

    public int All { get; private set; }

    /// <summary>To be given back by <see cref="Leave"/>.</summary>
    public bool TryEnter(IPAddress address)
    {
        var source = SourceOf(address);
        lock (_gate)
        {
            var known = _ofSources.GetValueOrDefault(source);
            if (All >= most || (mostPerSource > 0 && known >= mostPerSource)) return false;
            _ofSources[source] = known + 1;
            All++;
            return true;
        }
    }

    public void Leave(IPAddress address)
    {
        var source = SourceOf(address);
        lock (_gate)
        {
            All--;
            if (--_ofSources[source] == 0) _ofSources.Remove(source);
        }
    }

    // Whoever has one address of IPv6 has the 2^64 beside it.
    private static IPAddress SourceOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0);
        return new IPAddress(bytes);
    }
}
