using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Gateway.Tests.Support;

/// <summary>One project's view of the API.</summary>
internal sealed class Api(HttpClient http)
{
    public const string Caller = """{ "from": "+15550100001", "to": "+15550100002", "answered": true }""";

    public HttpClient Http { get; } = http;

    public Task<Answer> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> Delete(string path) => Send(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<Answer> Post(string path, string body, string? contentType = "application/json", string? key = null) =>
        Post(path, Encoding.UTF8.GetBytes(body), contentType, key);

    public Task<Answer> Post(string path, byte[] body, string? contentType, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Send(request);
    }

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using (request)
        using (var response = await Http.SendAsync(request))
        {
            return await Answer.Of(response);
        }
    }

    /// <summary>The body of a start: a caller who is answered, and this connect.</summary>
    public static string Body(string connect, string caller = Caller) => $$"""{ "call": {{caller}}, "connect": {{connect}} }""";

    public Task<Answer> Start(string connect, string caller = Caller, string? key = null) =>
        Post("/api/v1/connects", Body(connect, caller), key: key);

    /// <summary>Starts what is known to be valid.</summary>
    /// <returns>The connect's id.</returns>
    public async Task<string> Started(string connect, string caller = Caller)
    {
        var answer = await Start(connect, caller);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Json["id"]!.GetValue<string>();
    }

    public async Task<JsonNode> View(string id) => (await Get($"/api/v1/connects/{id}")).Json;

    public async Task<JsonNode> Until(string id, Func<JsonNode, bool> enough, string phase) =>
        await Eventually.Get($"connect {id} {phase}", () => View(id), enough);

    public Task<JsonNode> UntilState(string id, string state) => Until(id, view => view.Is("state", state), $"is {state}");

    public Task<JsonNode> UntilComplete(string id) => Until(id, view => view["complete"]!.GetValue<bool>(), "is complete");

    public async Task<JsonArray> Timeline(string id) => (await Get($"/api/v1/connects/{id}/timeline")).Json["data"]!.AsArray();
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(int Status, string Text, string? ContentType, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Code => Json["code"]!.GetValue<string>();

    /// <summary>One line an error, as the files beside the documents have them.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Json["errors"]!.AsArray().Select(error => $"{error!["code"]} {error["pointer"]}".TrimEnd())];

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.ToString(), response.Headers);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public override string ToString() => $"{Status}: {Text}";
}

internal static class JsonNodes
{
    public static bool Is(this JsonNode node, string name, string value) => node[name]?.GetValue<string>() == value;
}
