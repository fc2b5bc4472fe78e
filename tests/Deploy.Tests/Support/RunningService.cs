using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>The real service, after a few connects that end in different ways: what it measured of them.</summary>
public sealed class RunningService : IAsyncLifetime
{
    public const string Collection = "service";
    private static readonly Uri Metrics = new("/metrics", UriKind.Relative);
    private readonly int _port = ServiceProcess.FreePort();
    private Receiver _receiver = null!;
    private HttpClient _http = null!;
    private ServiceProcess _service = null!;

    internal Exposition Exposition { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _receiver = new Receiver();
        _service = ServiceProcess.Start(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_port}",
            ["Orchestrator__Metrics__Enabled"] = "true",
        });
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
        await _service.WaitUntilReady(_http);
        await RunConnects();
        Exposition = await Eventually.Get("webhooks that came and that did not are counted", Read, IsTold, TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _receiver.Dispose();
        await _service.DisposeAsync();
    }

    /// <summary>A race with losers, a busy and an unanswered phone, a callee that hangs up, a caller that does.</summary>
    private async Task RunConnects()
    {
        var api = new Api(_http);
        var told = $"\"status_url\": \"http://127.0.0.1:{_receiver.Port}/\"";
        var untold = $"\"status_url\": \"http://127.0.0.1:{ServiceProcess.FreePort()}/\"";
        const string Leaving = """{ "from": "+15550100001", "to": "+15550100002", "answered": true, "hangup_after": 300 }""";
        string[] connects =
        [
            await api.Started($$"""{ {{told}}, "parallel": [{ "to": "sip:a@sim;ring=20;answer=60;talk=100" }, { "to": "sip:b@sim;ring=20;answer=5000" }] }"""),
            await api.Started($$"""{ {{untold}}, "to": "+15550100486" }"""),
            await api.Started("""{ "timeout": 1, "to": "sip:c@sim;ring=20;answer=off" }"""),
            await api.Started("""{ "max_duration": 1, "to": "+15550100010" }"""),
            await api.Started("""{ "to": "sip:d@sim;ring=20;answer=off" }""", Leaving),
            // Its answer crosses our CANCEL: an event that changes nothing any more.
            await api.Started("""{ "parallel": [{ "to": "sip:e@sim;ring=20;answer=50;talk=100" }, { "to": "sip:f@sim;ring=20;cancel=answer" }] }"""),
        ];
        foreach (var connect in connects) await api.UntilComplete(connect);
    }

    private static bool IsTold(Exposition seen) =>
        seen.SeriesOf("orchestrator_callback_attempts_total").Select(series => series["webhook_outcome"]).Distinct().Count() > 1
        && seen.Has("orchestrator_leg_cancel_duration_seconds_count");

    private async Task<Exposition> Read() => Exposition.Of(await _http.GetStringAsync(Metrics));
}

[CollectionDefinition(RunningService.Collection)]
public sealed class RunningServiceCollection : ICollectionFixture<RunningService>;
