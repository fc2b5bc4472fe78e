using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Orchestrator.Telephony.Tests.Streams;

/// <summary>A WebSocket server on a real socket that takes one connection, keeps what comes, and says what it is told to.</summary>
internal sealed class StreamServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<JsonObject> _messages = Channel.CreateUnbounded<JsonObject>();
    private readonly TaskCompletionSource<WebSocket> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _refusal;
    private readonly X509Certificate2? _certificate;
    private readonly Task _serving;

    /// <param name="refusal">The status line's end with which the handshake is refused; null: it succeeds.</param>
    /// <param name="certificate">With which it proves who it is; null: it speaks in the clear.</param>
    public StreamServer(string? refusal = null, X509Certificate2? certificate = null)
    {
        (_refusal, _certificate) = (refusal, certificate);
        _listener.Start();
        _serving = Serve();
    }

    public string Url => $"{(_certificate is null ? "ws" : "wss")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/stream";

    public ConcurrentDictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Completes when the other side has closed.</summary>
    public Task Closed => _messages.Reader.Completion.WaitAsync(Patience);

    public async Task<JsonObject> Next() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<JsonObject> Next(string @event)
    {
        while (true)
        {
            var message = await Next();
            if ((string?)message["event"] == @event)
                return message;
        }
    }

    public async Task Say(string message)
    {
        var socket = await _connected.Task.WaitAsync(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(message.Replace('\'', '"')), WebSocketMessageType.Text, true, CancellationToken.None);
    }

    public Task Media(byte[] audio) => Say($$$"""{"event":"media","media":{"payload":"{{{Convert.ToBase64String(audio)}}}"}}""");

    public async Task Close()
    {
        var socket = await _connected.Task.WaitAsync(Patience);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    /// <summary>The connection breaks without a word.</summary>
    public async Task Break() => (await _connected.Task.WaitAsync(Patience)).Abort();

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        if (_connected.Task.IsCompletedSuccessfully)
            (await _connected.Task).Abort();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Serve()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        await using var stream = await Open(client.GetStream());
        var key = await ReadHeaders(stream);
        if (_refusal is not null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            return;
        }

        // RFC 6455 4.2.2: the accept key is the hash of the client's with this text.
#pragma warning disable CA5350 // the RFC's choice, and no secret
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"));
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        _connected.SetResult(socket);
        await Listen(socket);
    }

    private async Task<Stream> Open(NetworkStream stream)
    {
        if (_certificate is null)
            return stream;
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private async Task<string> ReadHeaders(Stream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            text.Append((char)one[0]);
        foreach (var line in text.ToString().Split("\r\n").Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)))
            Headers[line.Split(':', 2)[0]] = line.Split(':', 2)[1].Trim();
        return Headers["Sec-WebSocket-Key"];
    }

    private async Task Listen(WebSocket socket)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                _messages.Writer.TryWrite(JsonNode.Parse(message.ToArray())!.AsObject());
            }
        }
        catch (WebSocketException)
        {
            // Gone without a goodbye.
        }

        _messages.Writer.TryComplete();
    }
}
