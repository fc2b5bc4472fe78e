using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>The list, its filters in the URL, and the door.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class ListPageTests(ConsoleFixture console)
{
    [Fact]
    public async Task Filters_Chosen_StandInTheUrlAndComeBackWithIt()
    {
        const string caller = """{ "from": "+15550107777", "to": "+15550100002", "answered": true }""";
        var busy = await console.Api.Started("""{ "to": "sip:two@sim;status=486;after=0" }""", caller);
        await console.Api.UntilState(busy, "failed");
        var rings = await console.Api.Started("""{ "to": "sip:one@sim;answer=off" }""", caller);
        await using var tab = await console.Open();
        await tab.Go("/connects");
        var rows = tab.Page.Locator(".list tbody tr");

        await tab.Page.GetByPlaceholder("number or address").FillAsync("+15550107777");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Expect(rows).ToHaveCountAsync(2);
        await tab.Link("active").ClickAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows.Locator("a")).ToHaveAttributeAsync("href", $"#/connects/{rings}");
        await Expect(tab.Page).ToHaveURLAsync(new Regex(@"#/connects\?only=active&address=%2B15550107777$"));
        await tab.Page.ReloadAsync();
        await Expect(rows).ToHaveCountAsync(1);
        await tab.Shoot("connects-active");

        await console.Api.Delete($"/api/v1/connects/{rings}");
        await Expect(tab.Page.GetByText("Nothing matches.")).ToBeVisibleAsync();
        await tab.Page.GetByLabel("State").SelectOptionAsync("failed");
        await tab.Link("all").ClickAsync();
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(tab.Page).ToHaveURLAsync(new Regex("state=failed"));
    }

    [Fact]
    public async Task Token_ThatIsWrong_LeadsToTheDoorAndTheRightOneBack()
    {
        await using var tab = await console.Open();
        await tab.Go("/connects");
        await tab.Button("Switch").ClickAsync();
        await tab.Page.GetByLabel("Token").FillAsync("wrong");
        await tab.Button("Sign in").ClickAsync();

        await Expect(tab.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("does not accept this token");
        await tab.AssertAccessible("sign-in");
        await tab.Page.GetByLabel("Token").FillAsync("dev");
        await tab.Button("Sign in").ClickAsync();
        await Expect(tab.Heading).ToHaveTextAsync("Connects");
    }
}
