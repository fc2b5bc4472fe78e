using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>A datagram is a frame.</summary>
public sealed class UdpNgLink : INgLink
{
    private readonly CancellationTokenSource _closing = new();
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

    public void Start(Action<ReadOnlyMemory<byte>> received) =>
        _receiving = Task.Run(() => Datagrams.Receive(buffer => _socket.ReceiveAsync(buffer), received, _ => { }, _closing.Token));

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

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _socket.Dispose();
        await _receiving.ConfigureAwait(false);
        _closing.Dispose();
    }
}
