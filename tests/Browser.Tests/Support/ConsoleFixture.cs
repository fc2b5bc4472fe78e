using System.Net.Http.Headers;
using System.Text;
using Microsoft.Playwright;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Browser.Tests.Support;

/// <summary>A fresh service in a process of its own, and a browser.</summary>
public sealed class ConsoleFixture : IAsyncLifetime, IDisposable
{
    public const string Collection = "console";
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private Uri _address = new("http://127.0.0.1");
    private ServiceProcess _service = null!;
    private Chromium _chromium = null!;

    /// <summary>The development project, without a browser.</summary>
    internal Api Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        _http.BaseAddress = _address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
        Api = new Api(_http);
        // A callback is a dead letter after its first attempts.
        _service = ServiceProcess.Start([new("ASPNETCORE_URLS", _address.ToString()), new("Orchestrator__Webhooks__Profile", "compat")]);
        var starting = _service.WaitUntilReady(_http);
        _chromium = await Chromium.Start();
        await starting;
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        Assert.False(_service.HasExited, $"The service ended by itself:\n{_service.Log}");
        await _service.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _http.Dispose();

    internal Task<Tab> Open(int width = 1280, ColorScheme scheme = ColorScheme.Light) => _chromium.Open(_address, null, width, scheme);
}

[CollectionDefinition(ConsoleFixture.Collection)]
public sealed class ConsoleCollection : ICollectionFixture<ConsoleFixture>;
