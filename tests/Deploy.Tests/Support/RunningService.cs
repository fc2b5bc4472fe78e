using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>The real service, after a few connects that end in different ways: what it measured of them.</summary>
public sealed class RunningService : IAsyncLifetime
{
    public const string Collection = "service";
    private static readonly Uri Metrics = new("/metrics", UriKind.Relative);

    internal Exposition Exposition { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var address = new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}");
        using var receiver = new Receiver();
        using var gone = new Receiver { Status = 410 };
        await using var service = ServiceProcess.Start(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address.OriginalString,
            ["Orchestrator__Metrics__Enabled"] = "true",
            // A URL that does not answer is left alone at once, and long enough to be seen.
            ["Orchestrator__Webhooks__CircuitFailures"] = "2",
            ["Orchestrator__Webhooks__CircuitOpen"] = "00:02:00",
        });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
        await service.WaitUntilReady(http);
        await RunConnects(new Api(http), receiver.Port, gone.Port);
        Exposition = await Eventually.Get(
            "webhooks that came and that did not are counted", async () => Exposition.Of(await http.GetStringAsync(Metrics)), IsTold, TimeSpan.FromSeconds(60));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A race with losers, a busy and an unanswered phone, a callee that hangs up, a caller that does.</summary>
    private static async Task RunConnects(Api api, int receiver, int gone)
    {
        var told = $"\"status_url\": \"http://127.0.0.1:{receiver}/\"";
        var untold = $"\"status_url\": \"http://127.0.0.1:{ServiceProcess.FreePort()}/\"";
        const string Leaving = """{ "from": "+15550100001", "to": "+15550100002", "answered": true, "hangup_after": 300 }""";
        string[] connects =
        [
            await api.Started($$"""{ {{told}}, "parallel": [{ "to": "sip:a@sim;ring=20;answer=60;talk=100" }, { "to": "sip:b@sim;ring=20;answer=5000" }] }"""),
            await api.Started($$"""{ {{untold}}, "to": "+15550100486" }"""),
            await api.Started($$"""{ "status_url": "http://127.0.0.1:{{gone}}/", "to": "+15550100486" }"""),
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
        && seen.Has("orchestrator_leg_cancel_duration_seconds_count")
        && seen.Has("orchestrator_callback_parked_total")
        && seen.Has("orchestrator_callback_dead_lettered_total")
        && seen.Has("orchestrator_callback_circuits");
}

[CollectionDefinition(RunningService.Collection)]
public sealed class RunningServiceCollection : ICollectionFixture<RunningService>;
