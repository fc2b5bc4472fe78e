using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>Takes what an engine tells of digits that it has seen: a datagram of JSON each (<c>--dtmf-log-dest</c>).</summary>
internal sealed class DtmfSocket : IDisposable
{
    private const string Digits = "0123456789*#ABCD";
    private readonly CancellationTokenSource _closing = new();
    private readonly Socket _socket;
    private readonly Action<string, string, char> _pressed;

    /// <param name="pressed">Told of the call, the tag of who pressed, and the digit.</param>
    /// <param name="failed">Told what whoever is told has thrown.</param>
    public DtmfSocket(IPEndPoint local, Action<string, string, char> pressed, Action<Exception> failed)
    {
        _pressed = pressed;
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.Bind(local);
        _ = Task.Run(() => Datagrams.Receive(buffer => _socket.ReceiveAsync(buffer), Take, failed, _closing.Token));
    }

    public static (string CallId, string Tag, char Digit)? Read(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            using var document = JsonDocument.Parse(datagram);
            var root = document.RootElement;
            return root.TryGetProperty("callid", out var call) && root.TryGetProperty("source_tag", out var tag)
                && root.TryGetProperty("event", out var number) && number.TryGetInt32(out var at) && at >= 0 && at < Digits.Length
                && call.GetString() is { } callId && tag.GetString() is { } pressed
                ? (callId, pressed, Digits[at])
                : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Take(ReadOnlyMemory<byte> datagram)
    {
        if (Read(datagram) is var (callId, tag, digit)) _pressed(callId, tag, digit);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
    }
}
