namespace Orchestrator.Outbound;

/// <summary>Takes a written URL apart without changing a byte of what remains.</summary>
/// <param name="Plain">The URL without userinfo and fragment: what is requested, and what SignalWire's signatures cover.</param>
/// <param name="UserInfo"><c>user:password</c> as it was written, percent-encoded; null: there was none.</param>
public readonly record struct UrlText(string Plain, string? UserInfo)
{
    /// <summary>What follows the host: path and query. Empty: nothing does, or this is no URL.</summary>
    public ReadOnlySpan<char> Path => Plain.AsSpan(EndOfHost(Plain));

    public static UrlText Of(string written)
    {
        var fragment = written.IndexOf('#', StringComparison.Ordinal);
        var url = fragment < 0 ? written : written[..fragment];
        var start = StartOfHost(url);
        var at = url.AsSpan(start, EndOfHost(url) - start).LastIndexOf('@');
        return at < 0
            ? new(url, null)
            : new(string.Concat(url.AsSpan(0, start), url.AsSpan(start + at + 1)), url.Substring(start, at));
    }

    public override string ToString() => nameof(UrlText);

    private static int StartOfHost(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? url.Length : scheme + 3;
    }

    private static int EndOfHost(string url)
    {
        var start = StartOfHost(url);
        // A backslash ends the host too: that is how the URL parser reads it.
        var length = url.AsSpan(start).IndexOfAny('/', '?', '\\');
        return length < 0 ? url.Length : start + length;
    }
}
