using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

/// <summary>What carries a raw phone's messages.</summary>
internal interface IWire : IDisposable
{
    /// <summary>As its Via writes it: the transport, and where the phone says that it is.</summary>
    string Via { get; }

    /// <summary>Host and port of its Contact, and the parameters of the URI.</summary>
    string Contact { get; }

    void Send(string text, IPEndPoint to);

    Task<string> Receive(CancellationToken stopping);
}

internal sealed class UdpWire : IWire
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _buffer = new byte[65536];

    public UdpWire(string host, int port)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Parse(host), port));
        Contact = _socket.LocalEndPoint!.ToString()!;
    }

    public string Via => $"UDP {Contact}";

    public string Contact { get; }

    public void Send(string text, IPEndPoint to) => _socket.SendTo(Encoding.UTF8.GetBytes(text), to);

    public async Task<string> Receive(CancellationToken stopping) =>
        Encoding.UTF8.GetString(_buffer, 0, await _socket.ReceiveAsync(_buffer.AsMemory(), stopping));

    public void Dispose() => _socket.Dispose();
}

/// <summary>As a phone that connects and listens nowhere: its Contact is the address that the connection has at its end.</summary>
internal sealed class TcpWire : IWire
{
    private readonly TcpClient _socket = new();
    private readonly byte[] _buffer = new byte[65536];
    private int _length;

    private TcpWire()
    {
    }

    public string Via => $"TCP {_socket.Client.LocalEndPoint}";

    public string Contact => $"{_socket.Client.LocalEndPoint};transport=tcp";

    public static async Task<TcpWire> Open(int port)
    {
        var wire = new TcpWire();
        await wire._socket.ConnectAsync("127.0.0.1", port);
        return wire;
    }

    public void Send(string text, IPEndPoint to) => _socket.GetStream().Write(Encoding.UTF8.GetBytes(text));

    public async Task<string> Receive(CancellationToken stopping)
    {
        while (true)
        {
            var text = Encoding.UTF8.GetString(_buffer, 0, _length);
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                var whole = end + 4 + int.Parse(new WireMessage(text)["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
                if (_length >= whole)
                {
                    _buffer.AsSpan(whole, _length - whole).CopyTo(_buffer);
                    _length -= whole;
                    return text[..whole];
                }
            }

            var read = await _socket.GetStream().ReadAsync(_buffer.AsMemory(_length), stopping);
            if (read == 0) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping); // hung up; what comes by another way is not for this wire
            _length += read;
        }
    }

    public void Dispose() => _socket.Dispose();
}

/// <summary>As a browser connects (RFC 7118): nothing that it says of itself is an address.</summary>
internal sealed class WebSocketWire : IWire
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[65536];
    private readonly string _name = $"{Guid.NewGuid():n}.invalid";

    private WebSocketWire() => _socket.Options.AddSubProtocol("sip");

    public string Via => $"WS {_name}";

    public string Contact => $"{_name};transport=ws";

    public static async Task<WebSocketWire> Open(int port)
    {
        var wire = new WebSocketWire();
        await wire._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), CancellationToken.None);
        return wire;
    }

    public void Send(string text, IPEndPoint to) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).GetAwaiter().GetResult();

    public async Task<string> Receive(CancellationToken stopping)
    {
        var length = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), stopping);
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }

    public void Dispose() => _socket.Dispose();
}
