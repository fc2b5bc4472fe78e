using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cli.Tests.Support;

/// <summary>One service for all tests that need one.</summary>
public sealed class LiveService : IAsyncLifetime
{
    private readonly int _port = ServiceProcess.FreePort();
    private ServiceProcess _service = null!;

    public string Url => $"http://127.0.0.1:{_port}";

    public async Task InitializeAsync()
    {
        _service = ServiceProcess.Start([new("ASPNETCORE_URLS", Url)]);
        using var http = new HttpClient { BaseAddress = new Uri(Url) };
        await _service.WaitUntilReady(http);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    internal Task<Said> Orc(params IEnumerable<string> arguments) => Support.Orc.Run(arguments, url: Url);
}
