using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>A silo that dies, as an operator sees it.</summary>
[Collection(ClusterFixture.Collection)]
public sealed class TakeOverTests(ClusterFixture cluster)
{
    [Fact]
    public async Task OwnerKilled_WhileItRings_ThePageShowsWhoTookItUpAndGoesOnToTheEnd()
    {
        await using var tab = await cluster.Open();
        await tab.Go("");
        await tab.Page.Locator("textarea").FillAsync("""
            { "call": { "from": "+15550100001", "to": "+15550100002", "answered": true },
              "connect": { "to": "sip:desk@sim;ring=10;answer=25000" } }
            """);
        await tab.Button("Run").ClickAsync();
        await Expect(tab.Page.Locator("h1.verdict")).ToHaveTextAsync("Ringing: B1.");
        var owner = await tab.Page.Locator(".facts a[href='#/cluster']").InnerTextAsync();
        Assert.Matches("^silo-[123]$", owner);

        await cluster.Kill(owner);

        var rows = tab.Page.Locator(".events tr[data-sequence]");
        await Expect(rows.Filter(new() { HasText = "from what is stored" }).First).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".lane.is-owner .tick.taken").First).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".facts a[href='#/cluster']")).Not.ToHaveTextAsync(owner);
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("connected");
        await tab.Button("Hang up").ClickAsync();
        await Expect(tab.Page.Locator(".headline .badge")).ToHaveTextAsync("disconnected");
        await Expect(tab.Page.Locator("h1.verdict")).ToHaveTextAsync(new Regex("^Answered by B1 after "));
        await tab.AssertAccessible("take-over");

        await tab.Go("/cluster");
        await Expect(tab.Page.Locator(".nodes tbody tr")).ToHaveCountAsync(5);
        await Expect(tab.Page.Locator(".nodes tr").Filter(new() { HasText = owner }).Locator(".status")).ToHaveTextAsync(new Regex("gone|does not answer"));
        await Expect(tab.Page.Locator(".nodes tr").Filter(new() { HasText = "plane-1" }).Locator(".does")).ToHaveTextAsync("carries legs");
        await tab.AssertAccessible("cluster-after-a-loss");
    }
}
