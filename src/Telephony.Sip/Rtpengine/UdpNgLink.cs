using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>A datagram is a frame.</summary>
public sealed class UdpNgLink : INgLink
{
    private readonly Socket _socket;
    private Task _receiving = Task.CompletedTask;

    public UdpNgLink(IPEndPoint engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _socket = new Socket(engine.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Connect(engine);
    }

    /// <summary>A datagram of IPv4.</summary>
    public int LongestFrame => 65_507;

    public void Start(Action<ReadOnlyMemory<byte>> received) => _receiving = Task.Run(() => Receive(received));

    public void Send(ReadOnlyMemory<byte> frame)
    {
        try
        {
            _socket.Send(frame.Span);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody listens there: as good as lost.
        }
    }

    private async Task Receive(Action<ReadOnlyMemory<byte>> received)
    {
        while (true)
        {
            try
            {
                // What is told keeps parts of the frame, so each has its own memory.
                var buffer = new byte[65_535];
                var length = await _socket.ReceiveAsync(buffer).ConfigureAwait(false);
                received(buffer.AsMemory(0, length));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable)
            {
                // The engine is away; the pings above see it.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
    }
}
