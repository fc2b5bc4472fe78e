namespace Orchestrator.Gateway.Pages;

/// <summary>What browsers are told to refuse, a page at a time.</summary>
internal static class PageSecurity
{
    /// <summary>The console: nothing but its own files and its own API.</summary>
    public const string Console =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " + Closed;

    /// <summary>The API reference: its bundle writes styles into the page; nothing may come from or go to another host.</summary>
    public const string Reference =
        "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; " + Closed;

    /// <summary>Orleans' dashboard: its charts write styles into the page.</summary>
    public const string Dashboard =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + Closed;

    /// <summary>Answers that are no pages.</summary>
    public const string Data = "default-src 'none'; frame-ancestors 'none'";

    private const string Closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
