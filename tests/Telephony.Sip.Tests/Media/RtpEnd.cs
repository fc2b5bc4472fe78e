using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>A far end's media: a socket that sends PCMU all of one byte, so that whoever hears it knows whose it is.</summary>
internal sealed class RtpEnd : IDisposable
{
    private const int HeaderLength = 12;
    private const int FrameLength = 160;
    private const int Tenth = 800;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte _voice;
    private ushort _sequence;
    private uint? _lastDigit;
    private readonly List<short> _samples = [];
    private readonly List<Daemon> _engines = [];

    public RtpEnd(char voice)
    {
        _voice = (byte)voice;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    /// <summary>The digits that were pressed for it, by their numbers; known once <see cref="Heard"/> was asked.</summary>
    public List<int> Digits { get; } = [];

    public char Name => (char)_voice;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public byte[] Sdp(string direction = "sendrecv") => Encoding.ASCII.GetBytes(
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {Port} RTP/AVP 0 101\r\n"
        + $"a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na={direction}\r\n");

    /// <summary>Where this description wants its media.</summary>
    public static IPEndPoint Towards(ReadOnlyMemory<byte> description)
    {
        Assert.True(SessionDescription.TryParse(description.Span, out var sdp));
        return new IPEndPoint(IPAddress.Parse(sdp.AddressOf(sdp.Media[0])!), sdp.Media[0].Port);
    }

    /// <summary>From there, too, and from nowhere else: whoever had its port before may be sent to still.</summary>
    public void Hears(Daemon engine) => _engines.Add(engine);

    public void Speak(ReadOnlyMemory<byte> to)
    {
        var packet = Header(payload: 0, marker: false);
        packet.AsSpan(HeaderLength).Fill(_voice);
        _socket.SendTo(packet, Towards(to));
    }

    /// <summary>RFC 4733: one event, its end told three times.</summary>
    public void Press(ReadOnlyMemory<byte> to, byte number)
    {
        var at = (uint)(777_777 + (_sequence * FrameLength));
        for (var i = 0; i < 5; i++)
        {
            var packet = Header(payload: 101, marker: i == 0)[..(HeaderLength + 4)];
            // One event has one timestamp.
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), at);
            packet[HeaderLength] = number;
            packet[HeaderLength + 1] = (byte)(i < 2 ? 10 : 0x8A);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(HeaderLength + 2), (ushort)(i < 2 ? 160 * (i + 1) : 480));
            _socket.SendTo(packet, Towards(to));
        }
    }

    /// <summary>Whose voices have come since it was asked last.</summary>
    public string Heard()
    {
        var voices = new SortedSet<char>();
        var buffer = new byte[2000];
        while (_socket.Available > 0)
        {
            var length = Receive(buffer);
            if (length > HeaderLength && (buffer[1] & 0x7F) == 0) voices.Add((char)buffer[length - 1]);
            if (length == HeaderLength + 4 && buffer[HeaderLength + 1] >= 0x80) End(buffer[HeaderLength], BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4)));
        }

        return string.Concat(voices);
    }

    /// <summary>A tenth of a second of what has come last; empty if there was not so much since it was asked to forget.</summary>
    public short[] Listen()
    {
        var buffer = new byte[2000];
        while (_socket.Available > 0)
        {
            var length = Receive(buffer);
            if (length > HeaderLength && (buffer[1] & 0x7F) == 0) _samples.AddRange(buffer[HeaderLength..length].Select(G711.Linear));
        }

        return _samples.Count < Tenth ? [] : [.. _samples.TakeLast(Tenth)];
    }

    public void Forget() => _samples.Clear();

    /// <returns>0: it is not for us.</returns>
    private int Receive(byte[] buffer)
    {
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        var length = _socket.ReceiveFrom(buffer, ref from);
        return _engines.Exists(engine => engine.Sends((IPEndPoint)from)) ? length : 0;
    }

    /// <summary>Told three times.</summary>
    private void End(int digit, uint timestamp)
    {
        if (_lastDigit == timestamp) return;
        _lastDigit = timestamp;
        Digits.Add(digit);
    }

    private byte[] Header(byte payload, bool marker)
    {
        var packet = new byte[HeaderLength + FrameLength];
        packet[0] = 0x80;
        packet[1] = (byte)(payload | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(_sequence * FrameLength));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), (uint)Port);
        return packet;
    }

    public void Dispose() => _socket.Dispose();
}
