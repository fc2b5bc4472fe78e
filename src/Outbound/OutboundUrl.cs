using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace Orchestrator.Outbound;

/// <summary>Where a stranger's URL leads, and with which credentials. <see cref="ToString"/> shows the origin alone.</summary>
public sealed class OutboundUrl
{
    private const int LongestUrl = 2048;

    // What RFC 3986 allows in a path and a query.
    private static readonly SearchValues<char> Legal =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?[]@!$&'()*+,;=%");

    private OutboundUrl(UrlText text, Uri uri)
    {
        SignedUrl = text.Plain;
        RequestUri = uri;
        Origin = $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";
        Authorization = text.UserInfo is { Length: > 0 } userInfo ? Basic(userInfo) : null;
    }

    /// <summary>The URL to request: no userinfo, no fragment.</summary>
    public Uri RequestUri { get; }

    /// <summary>The URL as written, without userinfo and fragment, otherwise byte for byte.</summary>
    public string SignedUrl { get; }

    /// <summary>Scheme, host and port: the endpoint whose requests in flight are counted together.</summary>
    public string Origin { get; }

    /// <summary>Userinfo as Basic credentials, sent with the first request and never asked for; null: the URL has none.</summary>
    public AuthenticationHeaderValue? Authorization { get; private init; }

    /// <returns>False when the URL cannot be called: not http(s), control characters, longer than 2,048.</returns>
    public static bool TryCreate(string written, [NotNullWhen(true)] out OutboundUrl? target)
    {
        target = null;
        if (written.Length > LongestUrl || written.Any(char.IsControl))
            return false;

        var text = UrlText.Of(written);
        if (!Uri.TryCreate(text.Plain, Creation(text), out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0)
        {
            return false;
        }

        target = new OutboundUrl(text, uri);
        return true;
    }

    /// <summary>The same place and credentials, with this behind the query that the URL has already.</summary>
    /// <param name="query"><c>name=value&amp;…</c>, escaped.</param>
    public OutboundUrl With(string query)
    {
        var text = new UrlText($"{SignedUrl}{(SignedUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}", null);
        return new OutboundUrl(text, new Uri(text.Plain, Creation(text))) { Authorization = Authorization };
    }

    public override string ToString() => Origin;

    /// <summary>
    /// A legal path is requested as it was written, because it is signed as it was written: canonical form turns <c>%7e</c> into
    /// <c>~</c>, and a receiver that checks the signature over the path it was asked for would refuse it. Anything else is escaped.
    /// </summary>
    private static UriCreationOptions Creation(UrlText text) => new()
    {
        DangerousDisablePathAndQueryCanonicalization =
            text.Path.StartsWith('/') && !text.Path.ContainsAnyExcept(Legal),
    };

    private static AuthenticationHeaderValue Basic(string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? userInfo : userInfo[..colon];
        var password = colon < 0 ? "" : userInfo[(colon + 1)..];
        var credentials = $"{Uri.UnescapeDataString(user)}:{Uri.UnescapeDataString(password)}";
        return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }
}
