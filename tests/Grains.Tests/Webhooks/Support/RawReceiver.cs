using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>A TCP server that does with each connection what a test says, HTTP or not.</summary>
internal sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, CancellationToken, Task> _script;
    private readonly Channel<bool> _requests = Channel.CreateUnbounded<bool>();
    private readonly Task _accepting;

    public RawReceiver(Func<RawConnection, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = Accept();
    }

    public string Authority => _listener.LocalEndpoint.ToString()!;

    public string Url => $"http://{Authority}";

    /// <summary>
    /// The next request that has begun to come in, of which this was not asked before. A connection alone would say less: who gives up
    /// before it is used keeps it for the next time.
    /// </summary>
    public Task NextRequest() => Deadline.For(_requests.Reader.ReadAsync(), "a request at the receiver");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(Serve(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(Socket socket)
    {
        using var connection = new RawConnection(socket, () => _requests.Writer.TryWrite(true));
        try
        {
            await _script(connection, _stop.Token);
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }
}

internal sealed class RawConnection(Socket socket, Action requested) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Reads until the request's last bytes, <paramref name="body"/>, have arrived.</summary>
    public async Task<string> ReadRequest(string body, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        while (!text.ToString().EndsWith(body, StringComparison.Ordinal))
        {
            var read = await _stream.ReadAsync(buffer, stop);
            if (read == 0)
                throw new IOException("The client closed the connection.");
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        requested();
        return text.ToString();
    }

    /// <summary>Reads one byte of a request, and leaves the rest where it is.</summary>
    public async Task ReadByte(CancellationToken stop)
    {
        await _stream.ReadExactlyAsync(new byte[1], stop);
        requested();
    }

    public ValueTask Write(string text, CancellationToken stop) => _stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);

    /// <summary>Completes when the client closes the connection.</summary>
    public async Task UntilClosed(CancellationToken stop)
    {
        var buffer = new byte[1024];
        try
        {
            while (await _stream.ReadAsync(buffer, stop) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed the hard way.
        }
    }

    public void Reset()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }

    public void Dispose() => _stream.Dispose();
}
