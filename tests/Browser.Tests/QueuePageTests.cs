using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>Who waits. The API's answers are played: what is looked at is what the page makes of them.</summary>
[Collection(ConsoleFixture.Collection)]
public sealed class QueuePageTests(ConsoleFixture console)
{
    private const string Queues = """
        {"data":[{"id":"line_1","name":"support","size":2,"takers":0,"avg_time":75,"created_at":"2026-03-01T12:00:00.000Z"},
                 {"id":"line_2","name":"sales","size":0,"takers":3,"avg_time":0,"created_at":"2026-03-01T11:00:00.000Z"}],"next_cursor":null,"has_more":false}
        """;

    private const string Members = """
        {"data":[{"call_id":"call_1","from":"+15550100001","position":1,"state":"connecting","entered_at":"2026-03-01T12:00:00.000Z"},
                 {"call_id":"call_2","from":"+15550100002","position":2,"state":"waiting","entered_at":"2026-03-01T12:00:05.000Z"}],"next_cursor":null,"has_more":false}
        """;

    private const string None = """{"data":[],"next_cursor":null,"has_more":false}""";

    [Fact]
    public async Task Queues_WithPeopleInThem_ShowWhoStandsWhere()
    {
        await using var tab = await console.Open();
        await tab.Page.RouteAsync("**/api/v1/queues?limit=100", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Queues }));
        await tab.Page.RouteAsync("**/api/v1/queues/support/members", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Members }));

        await tab.Go("/queues");

        var support = tab.Page.Locator(".queue").Filter(new() { HasText = "support" });
        await Expect(support.Locator(".members li").First).ToHaveTextAsync(new Regex(@"1\+15550100001\s*being bridged"));
        await Expect(support.Locator(".members li").Last).ToContainTextAsync("waiting");
        await Expect(support).ToContainTextAsync("1 min 15 s");
        await Expect(tab.Page.Locator(".queue").Filter(new() { HasText = "sales" })).ToContainTextAsync("3");
        await Expect(support.Locator(".members a").First).ToHaveAttributeAsync("href", "#/calls/call_1");
        await tab.AssertAccessible("queues-with-people");
    }

    [Fact]
    public async Task Queues_NoneThere_SaysHowOneComesIntoBeing()
    {
        await using var tab = await console.Open();
        await tab.Page.RouteAsync("**/api/v1/queues?limit=100", route => route.FulfillAsync(new() { ContentType = "application/json", Body = None }));

        await tab.Go("/queues");

        await Expect(tab.Page.Locator(".queues .empty")).ToContainTextAsync("queue:NAME");
    }
}
