using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.SipBench.Measuring;

/// <param name="At">In milliseconds since the capture's epoch.</param>
internal readonly record struct Datagram(double At, int From, int To, string Text);

/// <summary>A capture of UDP over IPv4 on the loopback, with nanoseconds, as tcpdump writes it.</summary>
internal static class PcapFile
{
    private const uint Nanoseconds = 0xA1B23C4D;
    private const int FileHeader = 24;
    private const int RecordHeader = 16;
    private const int Ethernet = 14;
    private const int Udp = 8;

    public static IEnumerable<Datagram> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (Number(bytes, 0) != Nanoseconds) throw new InvalidDataException($"{file} is no capture with nanoseconds.");
        for (var at = FileHeader; at + RecordHeader <= bytes.Length;)
        {
            var (seconds, fraction, length) = (Number(bytes, at), Number(bytes, at + 4), (int)Number(bytes, at + 8));
            at += RecordHeader;
            if (at + length > bytes.Length) yield break;
            var udp = at + Ethernet + ((bytes[at + Ethernet] & 0x0F) * 4);
            var text = Encoding.Latin1.GetString(bytes, udp + Udp, length - (udp + Udp - at));
            yield return new Datagram((seconds * 1e3) + (fraction / 1e6), Port(bytes, udp), Port(bytes, udp + 2), text);
            at += length;
        }
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static int Port(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
}
