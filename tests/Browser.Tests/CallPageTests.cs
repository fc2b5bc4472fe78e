using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>Single calls: what no connect was ever run for is found here.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class CallPageTests(ConsoleFixture console)
{
    [Fact]
    public async Task Call_WhoseScriptFails_IsInTheListAndSaysWhy()
    {
        const string script = """{ "swml": { "sections": { "main": [ "answer", { "set": { "x": "${nothing.at.all()}" } } ] } } }""";
        await console.Api.Send(new(HttpMethod.Put, "/api/v1/addresses/public/fails") { Content = new StringContent(script) });
        await console.Api.Post("/api/v1/simulator/inbound", """{ "from": "sip:failing-caller@sim", "to": "/public/fails" }""");
        await using var tab = await console.Open();

        await tab.Go("/calls?address=failing-caller");
        await tab.Page.Locator(".list tbody a").First.ClickAsync();

        await Expect(tab.Heading).ToContainTextAsync("relay_script_js_eval_error");
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("ended");
        await tab.Page.Locator(".actions a").ClickAsync();
        await Expect(tab.Page.Locator(".events tr[aria-current]")).ToContainTextAsync("script.failed");
        await tab.AssertAccessible("call-whose-script-fails");
    }

    [Fact]
    public async Task Call_OfAConnect_LeadsToItAndBack()
    {
        var id = await console.Api.Started("""{ "to": "sip:one@sim;status=486;after=0" }""");
        await console.Api.UntilComplete(id);
        await using var tab = await console.Open();

        await tab.Go($"/connects/{id}");
        await tab.Page.Locator("details.ids summary").ClickAsync();
        await tab.Page.Locator(".ids a").Last.ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex("#/calls/call_"));
        await Expect(tab.Page.Locator(".headline")).ToContainTextAsync("busy");
        await tab.Link("Its connect").ClickAsync();

        await Expect(tab.Page).ToHaveURLAsync(new Regex($"#/connects/{id}$"));
    }
}
