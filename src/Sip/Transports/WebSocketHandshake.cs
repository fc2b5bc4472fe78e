using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Sip.Transports;

/// <summary>The server's side of the opening handshake (RFC 6455 section 4.2).</summary>
internal static class WebSocketHandshake
{
    private const int LargestHead = 8 * 1024;
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Reads up to the empty line. A client waits for the answer, so nothing comes behind it.</summary>
    public static async Task<string> Read(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[LargestHead];
        var filled = 0;
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8))
        {
            var read = filled == buffer.Length ? 0 : await stream.ReadAsync(buffer.AsMemory(filled), cancellation).ConfigureAwait(false);
            if (read == 0) throw new InvalidDataException("The handshake does not end.");
            filled += read;
        }
        return Encoding.Latin1.GetString(buffer, 0, filled);
    }

    public static (bool IsAccepted, byte[] Bytes) Answer(string request, string subProtocol, IReadOnlyCollection<string>? origins)
    {
        var lines = request.Split("\r\n");
        string? Header(string name) => lines.Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
        bool Lists(string name, string value) => Header(name)?.Split(',', StringSplitOptions.TrimEntries).Contains(value, StringComparer.OrdinalIgnoreCase) == true;

        var asked = lines[0].StartsWith("GET ", StringComparison.Ordinal) && lines[0].EndsWith(" HTTP/1.1", StringComparison.Ordinal)
            && Lists("Upgrade", "websocket") && Lists("Connection", "Upgrade") && Header("Sec-WebSocket-Version") == "13";
        if (!asked || Header("Sec-WebSocket-Key") is not { Length: > 0 } key || !Lists("Sec-WebSocket-Protocol", subProtocol)) return Refuse("400 Bad Request");
        if (origins is not null && (Header("Origin") is not { } origin || !origins.Contains(origin, StringComparer.OrdinalIgnoreCase))) return Refuse("403 Forbidden");

        return (true, Encoding.Latin1.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {Accept(key)}\r\nSec-WebSocket-Protocol: {subProtocol}\r\n\r\n"));
    }

    private static (bool, byte[]) Refuse(string status) => (false, Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));

    // RFC 6455 section 4.2.2 asks for SHA-1; it proves that the server read the key, and keeps no secret.
#pragma warning disable CA5350
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.Latin1.GetBytes(key + Salt)));
#pragma warning restore CA5350
}
