using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Sip.Sdp;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>Presses a digit as a phone does (RFC 4733): one event, told every 20 ms while it lasts, its end three times.</summary>
internal sealed class DigitSender : IDisposable
{
    private const int HeaderLength = 12;
    private const int SamplesEach = 160;
    private const int Loudness = 10;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _to;
    private readonly byte _payload;
    private readonly uint _source = (uint)Random.Shared.Next();
    private ushort _sequence = (ushort)Random.Shared.Next(ushort.MaxValue);

    private DigitSender(IPEndPoint to, byte payload) => (_to, _payload) = (to, payload);

    /// <returns>Null: whoever is described takes no events.</returns>
    public static DigitSender? Towards(string description)
    {
        if (!SessionDescription.TryParse(System.Text.Encoding.UTF8.GetBytes(description), out var sdp)
            || sdp.Media.FirstOrDefault(media => media is { Kind: "audio", IsRefused: false }) is not { } audio
            || audio.Codecs.FirstOrDefault(codec => codec is { Name: "telephone-event", Rate: 8000 }) is not { } events
            || !IPAddress.TryParse(sdp.AddressOf(audio), out var address))
            return null;
        return new DigitSender(new IPEndPoint(address, audio.Port), (byte)events.Payload);
    }

    public async Task Send(int number, TimeSpan length, TimeProvider time)
    {
        var timestamp = (uint)Random.Shared.Next();
        var times = (int)(length / Every);
        for (var i = 1; i <= times + 3; i++)
        {
            _socket.SendTo(Packet(number, timestamp, Math.Min(i, times), isFirst: i == 1, isEnd: i > times), _to);
            if (i < times) await Task.Delay(Every, time).ConfigureAwait(false);
        }
    }

    public void Dispose() => _socket.Dispose();

    private byte[] Packet(int number, uint timestamp, int frames, bool isFirst, bool isEnd)
    {
        var packet = new byte[HeaderLength + 4];
        packet[0] = 0x80;
        packet[1] = (byte)(_payload | (isFirst ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _source);
        packet[HeaderLength] = (byte)number;
        packet[HeaderLength + 1] = (byte)(Loudness | (isEnd ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(HeaderLength + 2), (ushort)(frames * SamplesEach));
        return packet;
    }
}
