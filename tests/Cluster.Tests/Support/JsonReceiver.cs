using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>Takes every webhook and keeps what it says.</summary>
internal sealed class JsonReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<JsonNode> _all = new();
    private readonly Task _listening;

    public JsonReceiver()
    {
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _listening = Listen();
    }

    public string Url { get; }

    /// <summary>In the order in which it came, what came twice twice.</summary>
    public IReadOnlyCollection<JsonNode> All => _all;

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Listen()
    {
        while (true)
        {
            var context = await _listener.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream);
            _all.Enqueue(JsonNode.Parse(await reader.ReadToEndAsync())!);
            context.Response.StatusCode = 204;
            context.Response.Close();
        }
    }
}
