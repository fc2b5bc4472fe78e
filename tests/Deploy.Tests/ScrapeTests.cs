using System.Net;
using System.Net.Http.Headers;
using Orchestrator.Deploy.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>Who may read <c>/metrics</c>, and who is told that the service is well.</summary>
public sealed class ScrapeTests
{
    private const string Token = "a-token-for-scraping";
    private static readonly Uri Metrics = new("/metrics", UriKind.Relative);
    private readonly string _address = $"http://127.0.0.1:{ServiceProcess.FreePort()}";

    [Fact]
    public async Task Metrics_ByDefault_AreNotThere()
    {
        await using var service = ServiceProcess.Start([new("ASPNETCORE_URLS", _address)]);
        using var http = new HttpClient { BaseAddress = new Uri(_address) };
        await service.WaitUntilReady(http);

        Assert.Equal(HttpStatusCode.NotFound, await Status(http, null));
    }

    [Fact]
    public async Task Metrics_WithAToken_AreForWhoeverHasIt()
    {
        await using var service = ServiceProcess.Start(
            [new("ASPNETCORE_URLS", _address), new("Orchestrator__Metrics__Enabled", "true"), new("Orchestrator__Metrics__ScrapeToken", Token)]);
        using var http = new HttpClient { BaseAddress = new Uri(_address) };
        await service.WaitUntilReady(http);

        Assert.Equal(HttpStatusCode.Unauthorized, await Status(http, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(http, $"{Token}?"));
        Assert.Equal(HttpStatusCode.OK, await Status(http, Token));
        // The program beside it, as a container's engine asks.
        var (code, said) = await Command.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo.dll"), "--health", "--urls", _address);
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Metrics_ForEverybodyOnANetwork_AreRefusedAtStart()
    {
        await using var service = ServiceProcess.Start(new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{ServiceProcess.FreePort()}",
            ["Orchestrator__Metrics__Enabled"] = "true",
            ["Orchestrator__Projects__0__Id"] = "mine",
            ["Orchestrator__Projects__0__Tokens__0"] = "a-token-of-ones-own",
        });

        Assert.Equal(1, await service.Exit(TimeSpan.FromSeconds(60)));
        Assert.Contains("Orchestrator:Metrics:ScrapeToken", service.Log, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Status(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Metrics);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
