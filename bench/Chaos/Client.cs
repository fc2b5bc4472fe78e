using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Chaos;

/// <summary>
/// A client as the API asks for one: what met a 5xx or a lost connection is sent again, with the same key, for a minute and a half.
/// </summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient _http;

    public Client(Uri front)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = front, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("dev:dev"u8));
    }

    /// <summary>What was met instead of an answer, and was cured by asking again: how often.</summary>
    public ConcurrentDictionary<string, int> Cured { get; } = new();

    /// <summary>What no repetition cured.</summary>
    public ConcurrentBag<string> Uncured { get; } = [];

    /// <returns>The connect's id; null: it was never taken, which is noted.</returns>
    public async Task<string?> Start(string body, string key)
    {
        var answer = await Persist($"start {key}", () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connects")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", key);
            return request;
        });
        if (answer is { Status: 202 })
            return answer.Json!["id"]!.GetValue<string>();
        if (answer is not null)
            Uncured.Add(string.Create(CultureInfo.InvariantCulture, $"start {key}: {answer.Status} {answer.Json}"));
        return null;
    }

    /// <summary>Cancels what may be over already.</summary>
    public Task Cancel(string id) => Persist($"cancel {id}", () => new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/connects/{id}"));

    /// <returns>The connect as the API shows it; null: it does not.</returns>
    public async Task<JsonNode?> View(string id) =>
        await Persist($"view {id}", () => new HttpRequestMessage(HttpMethod.Get, $"/api/v1/connects/{id}")) is { Status: 200 } answer ? answer.Json : null;

    public void Dispose() => _http.Dispose();

    private async Task<Answer?> Persist(string what, Func<HttpRequestMessage> ask)
    {
        var began = TimeProvider.System.GetTimestamp();
        var met = new List<string>();
        while (true)
        {
            try
            {
                using var request = ask();
                using var response = await _http.SendAsync(request);
                var text = await response.Content.ReadAsStringAsync();
                if ((int)response.StatusCode < 500)
                {
                    foreach (var failure in met) Cured.AddOrUpdate(failure, 1, (_, count) => count + 1);
                    return new Answer((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
                }

                met.Add(string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {Code(text)}"));
            }
            catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException)
            {
                met.Add(lost.GetType().Name);
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                Uncured.Add($"{what}: {string.Join(", ", met.TakeLast(3))}");
                return null;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private static string Code(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["code"]?.GetValue<string>() ?? "";
        }
        catch (System.Text.Json.JsonException)
        {
            return "";
        }
    }

    private sealed record Answer(int Status, JsonNode? Json);
}
