using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Sip.Transports;

/// <summary>One UDP socket; a datagram is a message (RFC 3261 section 18).</summary>
public sealed class UdpTransport : ISipTransport
{
    private const int LargestDatagram = 65_535;
    private const int SocketBuffer = 4 * 1024 * 1024;

    private readonly Socket _socket;
    private Task _receiving = Task.CompletedTask;
    private volatile bool _isClosed;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public UdpTransport(IPEndPoint local)
    {
        ArgumentNullException.ThrowIfNull(local);
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBuffer,
            SendBufferSize = SocketBuffer,
        };
        _socket.Bind(local);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public SipProtocol Protocol => SipProtocol.Udp;

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>A thread of its own waits in the kernel: whatever comes wakes one thread, and not the pool's poller, and then one of the pool.</summary>
    public void Start(ITransportSink sink) =>
        _receiving = Task.Factory.StartNew(() => Receive(sink), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        try
        {
            _socket.SendTo(message.Span, SocketFlags.None, target.EndPoint);
            return ValueTask.CompletedTask;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return ValueTask.FromException(e);
        }
    }

    private void Receive(ITransportSink sink)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(LargestDatagram, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        var anyone = new IPEndPoint(LocalEndPoint.Address, 0);
        while (!_isClosed)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                if (StreamFraming.IsKeepAlive(buffer.AsSpan(0, length))) continue;
                sink.Received(this, buffer.AsSpan(0, length), new SipTarget(SipProtocol.Udp, (IPEndPoint)anyone.Create(from), Local: LocalEndPoint));
            }
            catch (SocketException)
            {
                // An ICMP error of an earlier datagram: the socket lives on, unless it was closed.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    internal void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await _receiving.ConfigureAwait(false);
    }
}
