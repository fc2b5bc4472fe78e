using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>The first screen, and every scenario it offers, run and watched to its end.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class TryItTests(ConsoleFixture console)
{
    /// <summary>Scenario, how it ends, and what its verdict says; who wins a race is up to how busy the machine is.</summary>
    private static readonly Dictionary<string, (string State, string Verdict)> Endings = new()
    {
        ["single"] = ("disconnected", "^Answered by B1 after .*hung up by the callee"),
        ["serial"] = ("disconnected", "^Answered by B2 after .*round 1: B1 no answer"),
        ["parallel"] = ("disconnected", "^B[123] answered first, after .*hung up by the callee"),
        ["serial_parallel"] = ("disconnected", "^B[34] answered first, after .*; round 1:.*hung up by the callee"),
        ["confirm"] = ("disconnected", "^(B2 confirmed first, after|Answered by B2 after .*, confirmed after) .*hung up by the callee"),
        ["queue"] = ("disconnected", "hung up by the callee"),
        ["busy"] = ("disconnected", "^Answered by B2 after .*round 1: B1 busy"),
        ["no_answer"] = ("failed", "^Not connected: no answer"),
        ["decline"] = ("failed", "^Not connected: declined"),
        ["gives_up"] = ("failed", "^Not connected: the caller"),
        ["crossed"] = ("disconnected", "^B1 answered first, after .*hung up by the callee"),
    };

    [Fact]
    public async Task FirstScreen_OfAFreshService_SaysWhatToDoNext()
    {
        await using var tab = await console.Open();
        await tab.Go("");

        await Expect(tab.Heading).ToHaveTextAsync("Try a call on simulated phones");
        await Expect(tab.Button("Run")).ToBeEnabledAsync();
        await Expect(tab.Page.Locator("textarea")).ToHaveValueAsync(new Regex("\"connect\""));
        await Expect(tab.Page.GetByText("No real phone rings")).ToBeVisibleAsync();
        await tab.Shoot("first-screen");
    }

    [Fact]
    public async Task EveryScenario_RunAndWatched_EndsWithItsVerdict()
    {
        await using var tab = await console.Open();
        await tab.Go("");
        var offered = await tab.Page.Locator("input[name=sample]").EvaluateAllAsync<string[]>("all => all.map(one => one.value)");
        Assert.Equal(Endings.Keys.Order(), offered.Order());

        // A few at once: each is a browser's page and a call, and what is asked for here is the end, not the pace.
        await Parallel.ForEachAsync(offered, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (sample, _) => await Watch(sample));
    }

    /// <summary>It rings until the test has seen it: how fast a browser opens a page is up to the machine.</summary>
    [Fact]
    public async Task Document_OfOnesOwn_IsWatchedLiveUntilItIsOver()
    {
        await using var tab = await console.Open();
        await tab.Go("");
        await tab.Page.Locator("textarea").FillAsync("""
            { "call": { "from": "+15550100001", "to": "+15550100002" }, "connect": { "to": "sip:one@sim;answer=off" } }
            """);

        await tab.Button("Run").ClickAsync();
        await Expect(tab.Page.Locator(".headline .live")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("connecting");
        await tab.Button("Cancel it").ClickAsync();

        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("failed");
        await Expect(tab.Page.Locator(".headline .live")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Document_ThatIsWrong_IsNotDialedAndEveryErrorLeadsToItsLine()
    {
        await using var tab = await console.Open();
        await tab.Go("");

        await tab.Page.Locator("textarea").FillAsync("""
            { "call": { "from": "+15550100001", "to": "+15550100002" },
              "connect": { "to": "nonsense", "timeout": -1 } }
            """);
        await tab.Page.Locator("textarea").PressAsync("Control+Enter");

        await Expect(tab.Page.Locator(".problem h2")).ToHaveTextAsync(new Regex("2 problems; nothing was dialed"));
        await tab.Button("line 2").First.ClickAsync();
        await Expect(tab.Page.Locator("textarea")).ToBeFocusedAsync();
        await tab.AssertAccessible("try-it-problems");
    }

    private async Task Watch(string sample)
    {
        await using var tab = await console.Open();
        await tab.Run(sample);
        var (state, verdict) = Endings[sample];

        await Expect(tab.Page.Locator(".picture svg .lane").First).ToBeVisibleAsync();
        await Expect(tab.Page.Locator("h1.verdict")).ToHaveTextAsync(new Regex(verdict));
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync(state);
        await Expect(tab.Page.Locator(".headline .live")).ToHaveCountAsync(0);
        await tab.Shoot($"connect-{sample}");
    }
}
