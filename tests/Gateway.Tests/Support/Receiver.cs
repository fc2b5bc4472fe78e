using System.Collections.Concurrent;
using System.Net;

namespace Orchestrator.Gateway.Tests.Support;

internal sealed record Received(string Path, string? Authorization, string Headers, string Body);

/// <summary>Takes webhooks on loopback and keeps them.</summary>
internal sealed class Receiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Received> _received = new();

    public Receiver()
    {
        Port = ServiceProcess.FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _ = Task.Run(Listen);
    }

    public int Port { get; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public IReadOnlyCollection<Received> All => _received;

    public void Dispose() => _listener.Close();

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                var others = context.Request.Headers.AllKeys.Where(name => name != "Authorization").Select(name => $"{name}: {context.Request.Headers[name]}");
                _received.Enqueue(new Received(context.Request.RawUrl!, context.Request.Headers["Authorization"], string.Join('\n', others), body));
                context.Response.StatusCode = Status;
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}
