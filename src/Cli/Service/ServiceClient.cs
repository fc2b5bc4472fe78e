using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Service;

/// <summary>The service's HTTP API, as one project sees it. What it refuses is a <see cref="UserErrorException"/> with its own words.</summary>
internal sealed class ServiceClient : IDisposable
{
    private readonly HttpClient _http;

    public ServiceClient(Uri url, string project, string token)
    {
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{project}:{token}")));
    }

    public void Dispose() => _http.Dispose();

    public Task<JsonNode> Start(byte[] body, string? key, CancellationToken stop)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connects") { Content = new ByteArrayContent(body) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Json(request, stop);
    }

    public Task<JsonNode> Get(string path, CancellationToken stop) => Json(new HttpRequestMessage(HttpMethod.Get, path), stop);

    public Task<JsonNode> Post(string path, CancellationToken stop) => Json(new HttpRequestMessage(HttpMethod.Post, path), stop);

    public Task<JsonNode> List(IEnumerable<(string Name, string? Value)> filters, CancellationToken stop)
    {
        var query = filters.Where(filter => filter.Value is not null).Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}");
        return Get($"/api/v1/connects?{string.Join('&', query)}", stop);
    }

    /// <summary>Everything that happened to a connect and happens, until its end; a stream that breaks off is taken up again.</summary>
    public IAsyncEnumerable<StreamedEvent> Follow(string id, CancellationToken stop) => new EventStream(Open, id).Read(stop);

    private async Task<HttpResponseMessage> Open(HttpRequestMessage request, CancellationToken stop) =>
        await Accepted(await Send(request, HttpCompletionOption.ResponseHeadersRead, stop), stop);

    private async Task<JsonNode> Json(HttpRequestMessage request, CancellationToken stop)
    {
        using (request)
        using (var response = await Accepted(await Send(request, HttpCompletionOption.ResponseContentRead, stop), stop))
        {
            try
            {
                return JsonNode.Parse(await response.Content.ReadAsStringAsync(stop)) ?? new JsonObject();
            }
            catch (JsonException)
            {
                throw new UserErrorException(ExitCodes.Unavailable, $"{_http.BaseAddress} does not speak this API.");
            }
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken stop)
    {
        try
        {
            return await _http.SendAsync(request, completion, stop);
        }
        catch (HttpRequestException failure)
        {
            throw new UserErrorException(ExitCodes.Unavailable, $"{_http.BaseAddress}: {failure.Message}");
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new UserErrorException(ExitCodes.Unavailable, $"{_http.BaseAddress} did not answer in {_http.Timeout.TotalSeconds} s.");
        }
    }

    private static async Task<HttpResponseMessage> Accepted(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(stop);
            throw new UserErrorException(CodeOf(response.StatusCode), Problem.Sentence(response.StatusCode, body));
        }
    }

    private static int CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge => ExitCodes.Invalid,
        HttpStatusCode.NotFound or HttpStatusCode.Conflict => ExitCodes.Refused,
        _ => ExitCodes.Unavailable,
    };
}
