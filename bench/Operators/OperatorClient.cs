using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Operators;

/// <summary>The API as the console asks it.</summary>
internal sealed class OperatorClient : IDisposable
{
    private const int AtOnce = 32;
    private readonly HttpClient _http;

    public OperatorClient(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
    }

    public async Task UntilReady()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It is not up yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    /// <summary>Connects that end at once, in three ways; returns when none is under way any more.</summary>
    public async Task Fill(int count)
    {
        string[] ends = ["sip:a@sim;status=486;after=0", "sip:b@sim;ring=off;answer=0;talk=0", "sip:c@sim;status=603;after=0"];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await Start(ends[number % ends.Length]));
        while ((await Get("/api/v1/connects?only=active&limit=1")).RootElement.GetProperty("data").GetArrayLength() > 0)
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
    }

    /// <returns>The connect's id.</returns>
    public async Task<string> Start(string to)
    {
        var body = $$"""{ "call": { "from": "+15550100001", "to": "+15550100002", "answered": true }, "connect": { "to": "{{to}}" } }""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/api/v1/connects", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        using var accepted = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return accepted.RootElement.GetProperty("id").GetString()!;
    }

    public async Task<JsonDocument> Get(string path) => JsonDocument.Parse(await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative)));

    /// <returns>Milliseconds until the page was read, and where the next one begins.</returns>
    public async Task<(double Milliseconds, string? Next)> Page(string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var page = await Get(path);
        var taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return (taken, page.RootElement.GetProperty("next_cursor").GetString());
    }

    /// <summary>An event stream that goes on.</summary>
    public async Task<Stream> Follow(string connect, CancellationToken enough)
    {
        var answer = await _http.GetAsync(new Uri($"/api/v1/connects/{connect}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, enough);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync(enough);
    }

    public void Dispose() => _http.Dispose();
}
