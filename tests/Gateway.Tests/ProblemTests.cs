using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Every refusal has one form, and says nothing of the inside.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class ProblemTests(ServiceFixture service)
{
    private readonly Api _api = service.Api("empty");

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not_found")]
    [InlineData("GET", "/api/v1", 404, "not_found")]
    [InlineData("GET", "/api/v1/nowhere", 404, "not_found")]
    [InlineData("GET", "/api/v2/connects", 404, "not_found")]
    [InlineData("GET", "/openapi/v2.json", 404, "not_found")]
    [InlineData("GET", "/docs/../../etc/passwd", 404, "not_found")]
    [InlineData("GET", "/..%2f..%2fappsettings.json", 404, "not_found")]
    [InlineData("GET", "/appsettings.json", 404, "not_found")]
    [InlineData("PATCH", "/api/v1/connects", 405, "method_not_allowed")]
    [InlineData("PUT", "/api/v1/connects/x", 405, "method_not_allowed")]
    [InlineData("DELETE", "/api/v1/calls/x", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/swml/validate", 405, "method_not_allowed")]
    [InlineData("POST", "/health/live", 405, "method_not_allowed")]
    [InlineData("POST", "/", 405, "method_not_allowed")]
    [InlineData("TRACE", "/api/v1/connects", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/connects/x", 404, "connect_not_found")]
    [InlineData("GET", "/api/v1/calls/x", 404, "call_not_found")]
    [InlineData("GET", "/api/v1/connects?limit=0", 422, "validation_failed")]
    [InlineData("GET", "/api/v1/connects?cursor=x", 422, "invalid_cursor")]
    [InlineData("POST", "/api/v1/connects", 422, "validation_failed")]
    public async Task Refusal_OfAnyKind_HasTheForm(string method, string path, int status, string code)
    {
        var answer = await _api.Send(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.True(answer.Status == status, answer.ToString());
        Assert.Equal("application/problem+json", answer.ContentType);
        var problem = answer.Json.AsObject();
        Assert.Equal(["type", "title", "status", "detail", "code", "traceId", "errors"], problem.Select(member => member.Key));
        Assert.Equal("about:blank", problem["type"]!.GetValue<string>());
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.Equal(code, answer.Code);
        Assert.NotEmpty(problem["title"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.Matches(@"\A[0-9a-f]{32}\z", problem["traceId"]!.GetValue<string>());
        Assert.Equal(status == 422, problem["errors"]!.AsArray().Count > 0);
        foreach (var inside in new[] { "   at ", "Orchestrator.", "Exception", "System.", ".cs:line" })
            Assert.DoesNotContain(inside, answer.Text, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Header("Cache-Control"));
    }

    [Fact]
    public async Task Trace_OfTheClient_IsTheOneThatIsTold()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/connects/x");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var answer = await _api.Send(request);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", answer.Json["traceId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/problem+json;q=0")]
    public async Task Accept_OfAnything_ChangesNothing(string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/connects");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var answer = await _api.Send(request);

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public async Task Path_WithNulByte_IsRefusedAndTheServiceGoesOn()
    {
        Assert.Equal(400, (await _api.Get("/api/v1/connects/%00")).Status);
        Assert.Equal(404, (await _api.Get("/api/v1/connects/%ff%fe")).Status);
        Assert.Equal(200, (await _api.Get("/api/v1/connects")).Status);
    }
}
