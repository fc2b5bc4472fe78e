using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Telephony.Sip.Media.Streams;

/// <summary>Audio to and from one place, as RTP (RFC 3550) of one payload. What comes from elsewhere, late or twice is dropped.</summary>
internal sealed class RtpSocket : IDisposable
{
    private const int HeaderLength = 12;
    private const int LongestPacket = 2048;

    private readonly Socket _socket;
    private readonly uint _source = (uint)Random.Shared.Next();
    private IPEndPoint _far = new(IPAddress.None, 0);
    private byte _payload;
    private ushort _sent = (ushort)Random.Shared.Next(ushort.MaxValue);
    private ushort? _received;

    /// <param name="address">Of this machine.</param>
    public RtpSocket(string address)
    {
        var local = IPAddress.Parse(address);
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(new IPEndPoint(local, 0));
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Before anything is sent or received.</summary>
    public void Face(IPEndPoint far, byte payload) => (_far, _payload) = (far, payload);

    public void Send(ReadOnlySpan<byte> audio, uint timestamp)
    {
        Span<byte> packet = stackalloc byte[HeaderLength + audio.Length];
        packet[0] = 0x80;
        packet[1] = _payload;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], ++_sent);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], _source);
        audio.CopyTo(packet[HeaderLength..]);
        try
        {
            _socket.SendTo(packet, _far);
        }
        catch (SocketException)
        {
            // Nobody is there (any more): as lost as any datagram.
        }
    }

    /// <summary>Until the socket is closed.</summary>
    public async Task Receive(Action<ReadOnlyMemory<byte>> heard)
    {
        var buffer = new byte[LongestPacket];
        while (true)
        {
            try
            {
                var came = await _socket.ReceiveFromAsync(buffer, _far).ConfigureAwait(false);
                if (_far.Equals(came.RemoteEndPoint) && AudioOf(buffer.AsMemory(0, came.ReceivedBytes)) is { IsEmpty: false } audio) heard(audio);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException failure)
            {
                if (failure.SocketErrorCode == SocketError.OperationAborted) return;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private ReadOnlyMemory<byte> AudioOf(ReadOnlyMemory<byte> packet)
    {
        var bytes = packet.Span;
        if (bytes.Length < HeaderLength || bytes[0] >> 6 != 2 || (bytes[1] & 0x7F) != _payload) return default;
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (_received is { } last && (short)(sequence - last) <= 0) return default;
        _received = sequence;
        var header = HeaderLength + (4 * (bytes[0] & 0x0F));
        return header < bytes.Length ? packet[header..] : default;
    }
}
