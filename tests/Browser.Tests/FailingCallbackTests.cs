using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using Orchestrator.Gateway.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>A call whose callbacks were tried again for minutes after it: just then somebody looks at it.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class FailingCallbackTests(ConsoleFixture console)
{
    private const int Attempts = 12;

    [Fact]
    public async Task Attempts_ForMinutesAfterTheCall_LeaveThePictureToTheCall()
    {
        using var receiver = new Receiver();
        await using var tab = await console.Open();
        var (id, _) = await Play(tab, receiver);

        await tab.Go($"/connects/{id}");

        await Expect(tab.Page.Locator(".picture .tail text")).ToHaveTextAsync("later, to 2:00");
        var share = await tab.Page.Locator(".picture .span.bridged rect").Last.EvaluateAsync<double>(
            "bar => bar.getBoundingClientRect().width / bar.ownerSVGElement.getBoundingClientRect().width");
        Assert.True(share > 0.2, $"the bridge takes {share:P0} of the width");
        var beyond = await tab.Page.Locator(".picture .tick circle").EvaluateAllAsync<int>(
            "all => all.filter(one => one.getBoundingClientRect().right > one.ownerSVGElement.getBoundingClientRect().right).length");
        Assert.Equal(0, beyond);
        await tab.AssertAccessible("failing-callbacks");
    }

    [Fact]
    public async Task Events_OfADelivery_AreOneRowWithItsStepsInIt()
    {
        using var receiver = new Receiver();
        await using var tab = await console.Open();
        var (id, last) = await Play(tab, receiver);

        await tab.Go($"/connects/{id}/events/{last}");

        var row = tab.Page.Locator(".events tr[aria-current]");
        await Expect(row).ToContainTextAsync($"{Attempts} attempts until +2:00");
        await Expect(tab.Page.Locator(".details .steps-of li[aria-current]")).ToContainTextAsync($"attempt {Attempts}");
        await tab.Page.Locator(".details .steps-of a").First.ClickAsync();
        await Expect(tab.Page.Locator(".details .steps-of li[aria-current]")).ToContainTextAsync("is due");
    }

    [Fact]
    public async Task Chip_OfCallbacksSwitchedOff_HidesThemAndIsRemembered()
    {
        using var receiver = new Receiver();
        await using var tab = await console.Open();
        var (id, last) = await Play(tab, receiver);
        await tab.Go($"/connects/{id}");
        var callbacks = tab.Page.Locator(".events tr:visible").Filter(new() { HasText = "webhook." });
        var chip = tab.Page.Locator("[data-topic=webhook]");
        await Expect(callbacks.First).ToBeVisibleAsync();

        await chip.PressAsync("Space");
        await Expect(callbacks).ToHaveCountAsync(0);
        await Expect(tab.Page.Locator(".events tr:visible").Filter(new() { HasText = "call.bridged" }).First).ToBeVisibleAsync();
        await tab.Page.ReloadAsync();
        await Expect(chip).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(callbacks).ToHaveCountAsync(0);

        // What a link names is shown all the same.
        await tab.Go($"/connects/{id}/events/{last}");
        await Expect(callbacks).ToHaveCountAsync(1);
        await Expect(tab.Page).ToHaveURLAsync(new Regex($"/events/{last}$"));
    }

    /// <summary>A real call's story, in which the last of its callbacks is then refused every ten seconds.</summary>
    private async Task<(string Id, long Last)> Play(Tab tab, Receiver receiver)
    {
        var id = await console.Api.Started($$"""{ "to": "sip:one@sim;answer=300;talk=900", "call_state_url": "http://127.0.0.1:{{receiver.Port}}/" }""");
        await console.Api.UntilComplete(id);
        var timeline = (await console.Api.Get($"/api/v1/connects/{id}/timeline")).Json;
        var entries = timeline["data"]!.AsArray();
        var tried = entries.Last(entry => (string?)entry!["kind"] == "webhook.attempted")!;
        var webhook = (string)tried["details"]!["webhook_id"]!;
        entries.Remove(tried);
        var last = entries.Max(entry => (long)entry!["sequence"]!) + Attempts;
        var start = (DateTimeOffset)tried["at"]! - TimeSpan.FromMilliseconds((long)tried["offset_ms"]!);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var refused = tried.DeepClone();
            refused["sequence"] = last - Attempts + attempt;
            refused["offset_ms"] = attempt * 10_000;
            refused["at"] = $"{start.AddSeconds(attempt * 10):O}";
            refused["abnormal"] = true;
            refused["sentence"] = $"Webhook calling.call.state ended: server_error, attempt {attempt}; again in 10.0 s.";
            refused["details"] = new JsonObject
            {
                ["webhook_id"] = webhook,
                ["what"] = "calling.call.state ended",
                ["attempt"] = attempt,
                ["outcome"] = "server_error",
                ["status"] = 500,
                ["milliseconds"] = 3,
                ["next_in_seconds"] = 10,
            };
            entries.Add(refused);
        }

        await tab.Page.RouteAsync($"**/{id}/timeline", route => route.FulfillAsync(new() { ContentType = "application/json", Body = timeline.ToJsonString() }));
        return (id, last);
    }
}
