using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using Orchestrator.Gateway.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>Callbacks that fail, and what an operator does about them.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class CallbackTests(ConsoleFixture console)
{
    [Fact]
    public async Task DeadLetter_RedeliveredFromItsConnect_ArrivesAndItsUrlCanBeMuted()
    {
        using var receiver = new Receiver { Status = 500 };
        var id = await Started(receiver, "first");
        await using var tab = await console.Open();
        await tab.Go($"/connects/{id}");
        var ended = tab.Page.Locator(".callbacks tr.is-dead");
        await Expect(ended).ToHaveCountAsync(1);
        await Expect(ended.Locator(".attempts li.is-bad")).ToHaveCountAsync(3);
        await Expect(ended.Locator(".attempts li").First).ToContainTextAsync("500");
        await Expect(tab.Page.Locator(".callbacks tr.is-suppressed").First).ToContainTextAsync("not in call_state_events");
        await tab.AssertAccessible("callbacks-of-a-connect");

        receiver.Status = 200;
        await tab.Button("Redeliver").ClickAsync();

        await Expect(tab.Page.Locator(".callbacks tr.is-delivered .attempts li.is-good")).ToHaveCountAsync(1);
        await Expect(tab.Button("Redeliver")).ToHaveCountAsync(0);
        Assert.Equal(4, receiver.All.Count);

        await tab.Go("/callbacks?state=delivered");
        var endpoint = tab.Page.Locator(".endpoint").Filter(new() { HasText = $":{receiver.Port}/" });
        await endpoint.GetByText("Mute for a day").ClickAsync();
        await Expect(endpoint.Locator(".muted-until")).ToContainTextAsync("nothing is sent");
        await endpoint.GetByText("Unmute").ClickAsync();
        await Expect(endpoint.Locator(".muted-until")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task DeadLetters_OfAUrl_AreListedAndSentAgainTogether()
    {
        using var receiver = new Receiver { Status = 500 };
        await Task.WhenAll(Started(receiver, "second"), Started(receiver, "second"));
        await using var tab = await console.Open();
        await tab.Go("/callbacks");
        var endpoint = tab.Page.Locator(".endpoint").Filter(new() { HasText = $":{receiver.Port}/" });
        await Expect(endpoint.GetByText("Redeliver all 2")).ToBeVisibleAsync();
        await tab.AssertAccessible("dead-letters");
        await endpoint.GetByText("Only this URL").ClickAsync();
        await Expect(tab.Page.Locator(".deliveries tbody tr")).ToHaveCountAsync(2);

        receiver.Status = 200;
        await endpoint.GetByText("Redeliver all 2").ClickAsync();

        await Expect(tab.Page.GetByText("No dead letters.")).ToBeVisibleAsync();
        await tab.Link("delivered").ClickAsync();
        await Expect(tab.Page.Locator(".deliveries .delivery-delivered")).ToHaveCountAsync(2);
        await Expect(tab.Page).ToHaveURLAsync(new Regex("state=delivered&endpoint=ep_"));
    }

    /// <summary>A connect whose leg fails at once and tells so, once.</summary>
    private Task<string> Started(Receiver receiver, string path) => console.Api.Started(
        $$"""{ "to": "sip:busy@sim;ring=0;status=486;after=50", "call_state_url": "http://127.0.0.1:{{receiver.Port}}/{{path}}" }""");
}
