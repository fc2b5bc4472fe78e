using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Gateway.Tests.Support;

/// <summary>HTTP by hand, for requests that a client would not send.</summary>
internal static class RawExchange
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Writes the head and then the body for as long as the other side takes it, reading all the while.</summary>
    /// <returns>What came until the other side closed the connection or, told to, until the answer's head was there.</returns>
    public static async Task<string> Send(Uri server, string head, IEnumerable<byte[]> body, bool untilClosed = false)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, limit.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), limit.Token);
        var writing = Write(stream, body, limit.Token);
        var answer = await Read(stream, untilClosed, limit.Token);
        client.Close();
        await writing;
        return answer;
    }

    private static async Task Write(NetworkStream stream, IEnumerable<byte[]> body, CancellationToken limit)
    {
        try
        {
            foreach (var part in body) await stream.WriteAsync(part, limit);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The other side had read enough.
        }
    }

    private static async Task<string> Read(NetworkStream stream, bool untilClosed, CancellationToken limit)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (untilClosed || !text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer, limit);
                if (read == 0) break;
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset behind the answer: what came before is kept.
        }

        return text.ToString();
    }
}
