using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>What one connect's page tells beyond its verdict.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class ConnectPageTests(ConsoleFixture console)
{
    [Fact]
    public async Task DeepLink_ToAnEvent_ShowsItChosenInListAndLanes()
    {
        var id = await console.Api.Started("""{ "serial": [{ "to": "sip:one@sim;status=503;after=0" }, { "to": "sip:two@sim;status=486;after=0" }] }""");
        var view = await console.Api.UntilComplete(id);
        var abnormal = view["first_abnormal"]!.GetValue<long>();
        await using var tab = await console.Open();

        await tab.Go($"/connects/{id}/events/{abnormal}");

        await Expect(tab.Page.Locator(".events tr[aria-current]")).ToHaveAttributeAsync("data-sequence", $"{abnormal}");
        await Expect(tab.Page.Locator(".chosen p")).ToContainTextAsync("503");
        await Expect(tab.Page.Locator(".tick.is-chosen")).ToHaveCountAsync(1);

        await tab.Go($"/connects/{id}");
        await tab.Page.GetByText("First abnormal event").ClickAsync();
        await Expect(tab.Page).ToHaveURLAsync(new Regex($"/events/{abnormal}$"));
    }

    [Fact]
    public async Task Times_Chosen_AreToldThatWayAndRemembered()
    {
        var id = await console.Api.Started("""{ "to": "sip:one@sim;ring=100;answer=300;talk=300" }""");
        await console.Api.UntilComplete(id);
        await using var tab = await console.Open();
        await tab.Go($"/connects/{id}");
        var second = tab.Page.Locator(".events tr[data-sequence] time").Nth(1);

        await Expect(second).ToHaveTextAsync(new Regex(@"^\+\d+\.\d{3} s$"));
        await tab.Page.Locator("input[name=times][value=absolute]").CheckAsync();
        await Expect(second).ToHaveTextAsync(new Regex(@"^\d\d:\d\d:\d\d\.\d{3}$"));
        await Expect(tab.Page.Locator(".picture .axis").First).ToHaveTextAsync(new Regex(@"^\d\d:\d\d:\d\d"));
        await tab.Page.Locator("input[name=times][value=delta]").CheckAsync();
        await Expect(tab.Page.Locator(".events tr[data-sequence] time").First).ToHaveTextAsync("+0.000 s");

        await tab.Page.ReloadAsync();
        await Expect(tab.Page.Locator("input[name=times][value=delta]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Stream_Lost_ABannerSaysSoUntilItIsBack()
    {
        var id = await console.Api.Started("""{ "to": "sip:one@sim;answer=off" }""");
        await using var tab = await console.Open();
        await tab.Page.RouteAsync("**/events", route => route.AbortAsync());
        await tab.Go($"/connects/{id}");
        await Expect(tab.Page.Locator(".stale")).ToContainTextAsync("Not live: the connection was lost.");
        await Expect(tab.Page.Locator(".headline .live")).ToBeHiddenAsync();
        await tab.Shoot("stale");

        await tab.Page.UnrouteAllAsync();
        await tab.Button("Now").ClickAsync();

        await Expect(tab.Page.Locator(".stale")).ToBeHiddenAsync();
        await tab.Button("Cancel it").ClickAsync();
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("failed");
        await Expect(tab.Page.Locator("h1.verdict")).ToContainTextAsync("the API cancelled it");
    }

    [Fact]
    public async Task Answer_OvertakenByTheEnd_IsDropped()
    {
        await using var tab = await console.Open();
        var reads = 0;
        var ended = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        await tab.Page.RouteAsync(new Regex("/api/v1/connects/conn_[^/]+$"), async route =>
        {
            var answer = await route.FetchAsync();
            // The first is what the page begins with; the next, read while the two talk, comes when they have hung up.
            if (Interlocked.Increment(ref reads) == 2) await ended.Task;
            await route.FulfillAsync(new() { Response = answer });
            if (ended.Task.IsCompleted) held.TrySetResult();
        });
        await tab.Run("single");
        await Expect(tab.Page.Locator(".events tr").Last).ToContainTextAsync("call.dead");
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("disconnected");

        ended.SetResult();
        await held.Task;
        await tab.Page.EvaluateAsync("new Promise(resolve => setTimeout(resolve, 100))");

        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("disconnected");
    }

    [Fact]
    public async Task KeysAlone_FromTheFirstScreenToAnEvent_AreEnough()
    {
        await using var tab = await console.Open();
        await tab.Go("");
        var keyboard = tab.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        await Expect(tab.Page.Locator(".skip")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(tab.Page.Locator("main")).ToBeFocusedAsync();
        await keyboard.PressAsync("Tab");
        await Expect(tab.Page.Locator("input[name=sample]:checked")).ToBeFocusedAsync();
        for (var presses = 0; presses < 20 && !await tab.Page.Locator("input[value=decline]").IsCheckedAsync(); presses++)
            await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("Tab");
        await Expect(tab.Page.Locator("textarea")).ToBeFocusedAsync();
        await keyboard.PressAsync("Tab");
        await Expect(tab.Button("Run")).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("failed");

        var first = tab.Page.Locator(".events .sequence a").First;
        for (var presses = 0; presses < 40 && !await first.EvaluateAsync<bool>("link => link === document.activeElement"); presses++)
            await keyboard.PressAsync("Tab");
        await keyboard.PressAsync("ArrowDown");
        await Expect(tab.Page.Locator(".events tr[aria-current]")).ToHaveCountAsync(1);
        await Expect(tab.Page.Locator(".events tr[aria-current] .sequence a")).ToBeFocusedAsync();
        await keyboard.PressAsync("End");
        await Expect(tab.Page.Locator(".events .sequence a").Last).ToBeFocusedAsync();
    }
}
