using System.Text.RegularExpressions;
using Orchestrator.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests;

/// <summary>Orleans' own dashboard, for whoever has to look below the calls.</summary>
[Collection(ClusterFixture.Collection)]
public sealed class DashboardTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Link_OfTheClusterPage_LeadsAnOperatorToTheGrainsOfAllSilos()
    {
        await using var tab = await cluster.Open();
        await tab.Go("/cluster");

        var opened = await tab.Page.RunAndWaitForPopupAsync(() => tab.Link("Orleans dashboard").ClickAsync());

        await using var dashboard = new Tab(opened);
        await opened.GotoAsync($"{new Uri(opened.Url).GetLeftPart(UriPartial.Path)}#/silos");
        // Another test kills one of the engine's silos, whichever owns its call.
        foreach (var silo in new[] { "silo-[123]", "plane-1", "plane-2" })
            await Expect(opened.Locator("main")).ToContainTextAsync(new Regex(silo));
        await dashboard.Shoot("orleans-dashboard");
        await opened.GotoAsync($"{new Uri(opened.Url).GetLeftPart(UriPartial.Path)}#/grains");
        // Of ours, those that are always asked something as long as the cluster's page is open; calls come and go.
        await Expect(opened.Locator("main")).ToContainTextAsync("NodeGrain");
    }
}
