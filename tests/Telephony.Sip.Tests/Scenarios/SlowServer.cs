using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A web server that takes a request and never answers it.</summary>
internal sealed class SlowServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<TcpClient> _asked;

    public SlowServer()
    {
        _listener.Start();
        _asked = _listener.AcceptTcpClientAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/";

    public Task IsAsked() => _asked.WaitAsync(TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        if (_asked.IsCompletedSuccessfully) _asked.Result.Dispose();
        _listener.Dispose();
    }
}
