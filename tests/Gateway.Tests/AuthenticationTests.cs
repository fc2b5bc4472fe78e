using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

[Collection(ServiceFixture.Collection)]
public sealed class AuthenticationTests(ServiceFixture service)
{
    private static readonly string[] Paths =
    [
        "GET /api/v1/connects", "POST /api/v1/connects", "GET /api/v1/connects/x", "DELETE /api/v1/connects/x",
        "GET /api/v1/connects/x/timeline", "GET /api/v1/connects/x/events", "GET /api/v1/calls", "GET /api/v1/calls/x",
        "GET /api/v1/calls/x/timeline", "POST /api/v1/swml/validate",
    ];

    public static TheoryData<string?> Wrong =>
    [
        null,
        "",
        "Basic",
        "Basic ",
        "Basic !!!",
        "Basic YWxwaGE",
        $"Basic {Base64("alpha")}",
        $"Basic {Base64("alpha:")}",
        $"Basic {Base64(":token-of-alpha")}",
        $"Basic {Base64("alpha:token-of-beta")}",
        $"Basic {Base64("ALPHA:token-of-alpha")}",
        $"Basic {Base64("alpha:token-of-alpha ")}",
        $"Basic {Base64("alpha:token-of-alpha\0")}",
        $"Basic {Base64("dev:dev")}",
        $"Basic {Base64("colon:to")}",
        $"Basic {Base64("alpha:token-of-alpha")}, Basic {Base64("alpha:token-of-alpha")}",
        $"Basic {Base64(new string('a', 700) + ":x")}",
        $"Basic {Convert.ToBase64String([0xFF, 0xFE, (byte)':', 0xFF])}",
        $"Bearer {Base64("alpha:token-of-alpha")}",
        "Bearer token-of-alpha",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Credentials_WrongOrMissing_AreChallenged(string? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/connects");
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);

        var answer = await new Api(service.Anonymous).Send(request);

        Assert.Equal((401, "unauthorized"), (answer.Status, answer.Code));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("Basic realm=\"orchestrator\", charset=\"UTF-8\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Endpoint_WithoutCredentials_IsChallengedWhateverItIs()
    {
        foreach (var path in Paths.Select(path => path.Split(' ')))
        {
            var answer = await new Api(service.Anonymous).Send(new HttpRequestMessage(new HttpMethod(path[0]), path[1]));
            Assert.True(answer.Status == 401, $"{path[0]} {path[1]}: {answer}");
        }
    }

    [Fact]
    public async Task Token_WithColons_IsAccepted()
    {
        var answer = await service.Api(ServiceFixture.Colon).Get("/api/v1/connects");

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Scheme_InAnyCase_IsAccepted()
    {
        using var client = service.With(new AuthenticationHeaderValue("bAsIc", Base64("alpha:token-of-alpha")));

        Assert.Equal(200, (await new Api(client).Get("/api/v1/connects")).Status);
    }

    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task Health_WithoutCredentials_Answers(string path, string status)
    {
        var answer = await new Api(service.Anonymous).Get(path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(status, answer.Json["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Health_WithWrongCredentials_Answers()
    {
        using var client = service.With(ServiceFixture.Basic("alpha", "wrong"));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("cross-site", 403)]
    [InlineData("same-site", 403)]
    [InlineData("same-origin", 202)]
    [InlineData("none", 202)]
    public async Task Start_ByAPageOfAnotherSite_IsRefused(string site, int status)
    {
        var api = service.Api("alpha");
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connects")
        {
            Content = new StringContent(Api.Body("""{ "to": "sip:busy@sim;status=486;after=0" }"""), Encoding.UTF8, "text/plain"),
        };
        request.Headers.Add("Sec-Fetch-Site", site);

        var answer = await api.Send(request);

        Assert.Equal(status, answer.Status);
        if (status == 403) Assert.Equal("cross_site_request", answer.Code);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
