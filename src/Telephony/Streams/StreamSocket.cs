using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Telephony.Streams;

/// <summary>Whole JSON text messages over a WebSocket, one at a time in each direction.</summary>
internal sealed class StreamSocket(WebSocket socket, TimeProvider time) : IDisposable
{
    /// <summary>A server that takes nothing for so long has hung.</summary>
    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(5);

    /// <summary>How long the server may take to say goodbye.</summary>
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    private const int LongestMessage = 1 << 20;

    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _buffer = new byte[LongestMessage];

    /// <exception cref="WebSocketException">The connection is gone.</exception>
    /// <exception cref="OperationCanceledException">The server takes nothing any more.</exception>
    public async Task Send<TMessage>(TMessage message, JsonTypeInfo<TMessage> json, CancellationToken over)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message, json);
        using var late = new CancellationTokenSource(SendTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        await _sending.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, either.Token).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <returns>Null: the server has closed, or is gone. A message that is no JSON object of a known shape is an empty one.</returns>
    public async Task<ServerMessage?> Receive(CancellationToken over)
    {
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            if (length == _buffer.Length)
                return null; // nothing that belongs here is that long
            part = await socket.ReceiveAsync(_buffer.AsMemory(length), over).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
        }
        while (!part.EndOfMessage);
        return part.MessageType == WebSocketMessageType.Text ? Read(_buffer.AsSpan(0, length)) : Nothing;
    }

    /// <summary>Says goodbye, and waits a little for the server's.</summary>
    public async Task Close()
    {
        using var late = new CancellationTokenSource(CloseTime, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        _sending.Dispose();
    }

    private static ServerMessage Nothing { get; } = new(null, null, null, null);

    private static ServerMessage Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, StreamJson.Plain.ServerMessage) ?? Nothing;
        }
        catch (JsonException)
        {
            return Nothing;
        }
    }
}
