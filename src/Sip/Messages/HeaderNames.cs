using System.Text;

namespace Orchestrator.Sip.Messages;

/// <summary>Header names as they are written, and the compact forms that stand for some of them.</summary>
public static class HeaderNames
{
    public const string Accept = "Accept";
    public const string Allow = "Allow";
    public const string AllowEvents = "Allow-Events";
    public const string Authorization = "Authorization";
    public const string AuthenticationInfo = "Authentication-Info";
    public const string CallId = "Call-ID";
    public const string Contact = "Contact";
    public const string ContentDisposition = "Content-Disposition";
    public const string ContentEncoding = "Content-Encoding";
    public const string ContentLength = "Content-Length";
    public const string ContentType = "Content-Type";
    public const string CSeq = "CSeq";
    public const string Date = "Date";
    public const string Diversion = "Diversion";
    public const string Event = "Event";
    public const string Expires = "Expires";
    public const string From = "From";
    public const string MaxForwards = "Max-Forwards";
    public const string MinExpires = "Min-Expires";
    public const string MinSe = "Min-SE";
    public const string PAssertedIdentity = "P-Asserted-Identity";
    public const string Path = "Path";
    public const string Privacy = "Privacy";
    public const string ProxyAuthenticate = "Proxy-Authenticate";
    public const string ProxyAuthorization = "Proxy-Authorization";
    public const string ProxyRequire = "Proxy-Require";
    public const string RAck = "RAck";
    public const string Reason = "Reason";
    public const string RecordRoute = "Record-Route";
    public const string ReferTo = "Refer-To";
    public const string ReferredBy = "Referred-By";
    public const string Replaces = "Replaces";
    public const string Require = "Require";
    public const string RetryAfter = "Retry-After";
    public const string Route = "Route";
    public const string RSeq = "RSeq";
    public const string Server = "Server";
    public const string ServiceRoute = "Service-Route";
    public const string SessionExpires = "Session-Expires";
    public const string SubscriptionState = "Subscription-State";
    public const string Supported = "Supported";
    public const string To = "To";
    public const string Unsupported = "Unsupported";
    public const string UserAgent = "User-Agent";
    public const string Via = "Via";
    public const string Warning = "Warning";
    public const string WwwAuthenticate = "WWW-Authenticate";

    private static readonly string[] Known =
    [
        Via, From, To, CallId, CSeq, Contact, MaxForwards, ContentLength, ContentType, Route, RecordRoute, Supported, Allow, UserAgent,
        Server, Require, Expires, SessionExpires, MinSe, RSeq, RAck, Authorization, ProxyAuthorization, WwwAuthenticate, ProxyAuthenticate,
        Accept, AllowEvents, AuthenticationInfo, ContentDisposition, ContentEncoding, Date, Diversion, Event, MinExpires, PAssertedIdentity,
        Path, Privacy, ProxyRequire, Reason, ReferTo, ReferredBy, Replaces, RetryAfter, ServiceRoute, SubscriptionState, Unsupported, Warning,
    ];

    // By length: a look-up compares with the two or three names that are as long.
    private static readonly string[][] ByLength =
        [.. Enumerable.Range(0, Known.Max(name => name.Length) + 1).Select(length => Known.Where(name => name.Length == length).ToArray())];

    /// <summary>The name as we write it; a name that is not known stays as it came.</summary>
    internal static string Canonical(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1 && Expand((char)name[0]) is { } full) return full;
        if (name.Length < ByLength.Length)
            foreach (var known in ByLength[name.Length])
                if (Ascii.EqualsIgnoreCase(name, known)) return known;
        return Encoding.UTF8.GetString(name);
    }

    private static string? Expand(char compact) => char.ToLowerInvariant(compact) switch
    {
        'c' => ContentType,
        'e' => ContentEncoding,
        'f' => From,
        'i' => CallId,
        'k' => Supported,
        'l' => ContentLength,
        'm' => Contact,
        'o' => Event,
        'r' => ReferTo,
        'b' => ReferredBy,
        't' => To,
        'u' => AllowEvents,
        'v' => Via,
        'x' => SessionExpires,
        _ => null,
    };
}
