using Microsoft.Playwright;

namespace Orchestrator.Browser.Tests.Support;

/// <summary>The system's browser, for all tests that have the same service.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>For what a person would wait for without a second thought; the machine may be busy with other things.</summary>
    public const float Patience = 40_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <param name="more">Further arguments.</param>
    public static async Task<Chromium> Start(params string[] more)
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        var playwright = await Playwright.CreateAsync();
        // As root, which CI is, it runs without its sandbox or not at all; it sees nothing but this service.
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path(), Args = ["--no-sandbox", "--disable-gpu", .. more], Timeout = Patience });
        return new Chromium(playwright, browser);
    }

    /// <summary>A tab of its own, with nothing remembered from another.</summary>
    /// <param name="asked">What a person would type when the browser itself asks.</param>
    public async Task<Tab> Open(Uri address, HttpCredentials? asked = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            HttpCredentials = asked,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(Patience);
        return new Tab(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Path()
    {
        string[] usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
        return Environment.GetEnvironmentVariable("CHROMIUM") ?? usual.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"No browser: neither CHROMIUM names one, nor is there {string.Join(" or ", usual)}.");
    }
}
