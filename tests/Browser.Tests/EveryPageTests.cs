using Microsoft.Playwright;
using Orchestrator.Browser.Tests.Support;
using Orchestrator.Gateway.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>What holds on every page: small screens, dark mode, assistive technology.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class EveryPageTests(ConsoleFixture console)
{
    private static readonly Dictionary<string, string> Pages = new()
    {
        ["try-it"] = "",
        ["connects"] = "/connects",
        ["calls"] = "/calls",
        ["queues"] = "/queues",
        ["callbacks"] = "/callbacks?state=all",
        ["cluster"] = "/cluster",
    };

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Page_AtThatWidthAndScheme_FitsAndIsAccessible(int width, ColorScheme scheme)
    {
        using var receiver = new Receiver();
        var id = await console.Api.Started($$"""
            { "status_url": "http://127.0.0.1:{{receiver.Port}}/connect", "call_state_url": "http://127.0.0.1:{{receiver.Port}}/leg", "parallel": [
              { "to": "sip:a-rather-long-name-of-a-desk-phone@sim;ring=50;answer=300;talk=200" }, { "to": "sip:b@sim;early=20;answer=off" }] }
            """);
        await console.Api.UntilComplete(id);
        await using var tab = await console.Open(width, scheme);

        foreach (var (name, hash) in Pages.Append(new("connect", $"/connects/{id}")).Append(new("call", $"/calls/{CallerOf(id)}")))
        {
            await tab.Go(hash);
            await Expect(tab.Page.Locator(name switch { "try-it" => "textarea", "queues" => ".queues .card", _ => "table:visible" }).First).ToBeVisibleAsync();
            await tab.AssertNoSidewaysScroll();
            await tab.AssertAccessible($"{name}-{width}-{scheme}".ToLowerInvariant());
        }

        var background = await tab.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.Equal(scheme == ColorScheme.Dark ? "rgb(20, 24, 26)" : "rgb(246, 246, 243)", background);
    }

    private static string CallerOf(string connect) => $"call_{connect.Split('_')[1]}";
}
