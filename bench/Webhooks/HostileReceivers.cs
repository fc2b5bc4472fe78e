using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Webhooks;

/// <summary>One that never answers, one that drips, one that resets.</summary>
internal sealed class HostileReceivers : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpListener> _listeners = [];

    public HostileReceivers() => Urls =
    [
        Open((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop)),
        Open(Drip),
        Open((socket, _) =>
        {
            socket.LingerState = new(true, 0);
            return Task.CompletedTask;
        }),
    ];

    public IReadOnlyList<string> Urls { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _listeners.ForEach(listener => listener.Stop());
    }

    private static async Task Drip(Socket socket, CancellationToken stop)
    {
        await socket.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX-Slow: "), stop);
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            await socket.SendAsync("."u8.ToArray(), stop);
        }
    }

    private string Open(Func<Socket, CancellationToken, Task> serve)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(512);
        _listeners.Add(listener);
        _ = Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
                _ = Serve(await listener.AcceptSocketAsync(_stop.Token), serve);
        });
        return $"http://{listener.LocalEndpoint}";
    }

    private async Task Serve(Socket socket, Func<Socket, CancellationToken, Task> serve)
    {
        using (socket)
        {
            try
            {
                await serve(socket, _stop.Token);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The sender went away, or the bench is over.
            }
        }
    }
}
