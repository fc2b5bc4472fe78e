using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Whoever takes datagrams goes on taking them, whatever becomes of one.</summary>
public sealed class DatagramsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What a socket throws for the words of ICMP, and for a receiver that fails.</summary>
    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.MessageSize)]
    [InlineData(SocketError.HostDown)]
    [InlineData(SocketError.ProtocolOption)]
    [InlineData(SocketError.OperationNotSupported)]
    public async Task Reception_AfterAnError_GoesOn(SocketError error)
    {
        using var over = new CancellationTokenSource();
        var taken = new List<string>();
        var failures = new List<string>();
        var turn = 0;
        ValueTask<int> Next(Memory<byte> buffer)
        {
            if (turn++ == 0) throw new SocketException((int)error);
            Encoding.ASCII.GetBytes($"{turn}", buffer.Span);
            return new(1);
        }

        void Take(ReadOnlyMemory<byte> datagram)
        {
            if (turn == 2) throw new InvalidOperationException("of one datagram");
            taken.Add(Encoding.ASCII.GetString(datagram.Span));
            if (turn == 4) over.Cancel();
        }

        await Datagrams.Receive(Next, Take, fault => failures.Add(fault.Message), over.Token).WaitAsync(Patience, TimeProvider.System);

        Assert.Equal(["3", "4"], taken);
        Assert.Equal(["of one datagram"], failures);
    }

    /// <summary>Nobody vouches for who sends them.</summary>
    [Theory]
    [InlineData("""{"callid":null,"source_tag":"x","event":1}""")]
    [InlineData("""{"callid":"c","source_tag":null,"event":1}""")]
    [InlineData("""{"callid":1,"source_tag":"x","event":1}""")]
    [InlineData("""{"callid":"c","source_tag":"x","event":99}""")]
    [InlineData("""[1]""")]
    [InlineData("x")]
    public async Task Digit_BehindWhatIsNone_IsTaken(string before)
    {
        var pressed = Channel.CreateUnbounded<string>();
        var port = FreePort();
        using var socket = new DtmfSocket(
            new IPEndPoint(IPAddress.Loopback, port),
            (call, tag, digit) => pressed.Writer.TryWrite(call.Length > 0 ? $"{call} {tag} {digit}" : throw new ArgumentException("found no call")),
            _ => pressed.Writer.TryWrite("failed"));
        using var sender = new UdpClient(AddressFamily.InterNetwork);
        foreach (var text in (string[])[before, """{"callid":"","source_tag":"x","event":1}""", """{"callid":"c","source_tag":"a","event":5}"""])
            await sender.SendAsync(Encoding.UTF8.GetBytes(text), new IPEndPoint(IPAddress.Loopback, port));

        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        Assert.Equal("failed", await pressed.Reader.ReadAsync(patience.Token));
        Assert.Equal("c a 5", await pressed.Reader.ReadAsync(patience.Token));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
