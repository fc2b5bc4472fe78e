using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Sip.Transports;

/// <summary>The address of ours that a far end sees, where a transport listens on all of them.</summary>
internal static class LocalAddress
{
    private const int MostRemembered = 10_000;
    private static readonly ConcurrentDictionary<IPAddress, IPAddress> Known = new();

    public static IPAddress Towards(IPAddress remote)
    {
        if (Known.Count > MostRemembered) Known.Clear();
        return Known.GetOrAdd(remote, Ask);
    }

    // Connecting a UDP socket sends nothing: it only asks the routing table.
    private static IPAddress Ask(IPAddress remote)
    {
        try
        {
            using var socket = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(remote, 9);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return remote.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        }
    }
}
