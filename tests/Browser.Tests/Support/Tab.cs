using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Orchestrator.Browser.Tests.Support;

/// <summary>One page of the console in a browser. What the page complains of fails the test at its end.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly string Folder = System.IO.Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Tab(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // An answer that says no is for the page to show; a browser reports it all the same.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    public ILocator Heading => Page.Locator("h1");

    /// <param name="hash">Behind the #; empty: the first screen.</param>
    public async Task<Tab> Go(string hash)
    {
        await Page.GotoAsync($"/{(hash.Length == 0 ? "" : $"#{hash}")}");
        await Expect(Heading).ToBeVisibleAsync();
        return this;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>Picks a scenario of the first screen and runs it.</summary>
    /// <returns>The connect's id, once its page is there.</returns>
    public async Task<string> Run(string sample)
    {
        await Go("");
        await Page.Locator($"input[name=sample][value={sample}]").CheckAsync();
        await Button("Run").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("#/connects/conn_"));
        return new Uri(Page.Url).Fragment.Split('/')[^1];
    }

    public Task Shoot(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true });

    /// <summary>Nothing that keeps somebody from using the page. A picture of it is kept.</summary>
    public async Task AssertAccessible(string name)
    {
        await Shoot(name);
        var found = await Page.RunAxe();
        var serious = found.Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
        Assert.True(serious.Count == 0, $"{name}: {string.Join('\n', serious.Select(Describe))}");
    }

    public async Task AssertNoSidewaysScroll()
    {
        var width = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        Assert.True(width <= Page.ViewportSize!.Width, $"{Page.Url} is {width} px wide");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        Assert.True(_complaints.IsEmpty, $"The page complained: {string.Join('\n', _complaints)}");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id} ({violation.Impact}): {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}";
}
