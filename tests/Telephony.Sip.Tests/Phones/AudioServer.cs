using System.Net;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Serves one audio file by HTTP, whatever is asked for, and counts.</summary>
internal sealed class AudioServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _file;
    private int _fetched;

    public AudioServer(byte[] file)
    {
        _file = file;
        var port = ServiceProcess.FreePort();
        Url = $"http://127.0.0.1:{port}/prompt.wav";
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public string Url { get; }

    public int Fetched => Volatile.Read(ref _fetched);

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _fetched);
                context.Response.ContentType = "audio/wav";
                await context.Response.OutputStream.WriteAsync(_file);
                context.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}
