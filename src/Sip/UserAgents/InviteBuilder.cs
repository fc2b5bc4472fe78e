using System.Globalization;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What we can do, as our messages tell it.</summary>
public static class Capabilities
{
    public const string SdpType = "application/sdp";
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY, INFO, MESSAGE";
    public const string Supported = "100rel, timer";
    public const string Accept = "application/sdp, multipart/mixed";
}

internal static class InviteBuilder
{
    private static readonly string[] Reserved =
    [
        HeaderNames.Via, HeaderNames.From, HeaderNames.To, HeaderNames.CallId, HeaderNames.CSeq, HeaderNames.Contact, HeaderNames.MaxForwards,
        HeaderNames.ContentLength, HeaderNames.ContentType, HeaderNames.Route, HeaderNames.RecordRoute, HeaderNames.Authorization,
        HeaderNames.ProxyAuthorization, HeaderNames.SessionExpires, HeaderNames.MinSe, HeaderNames.RSeq, HeaderNames.RAck,
    ];

    /// <exception cref="ArgumentException">A header is one that the library writes, or holds CR, LF or NUL.</exception>
    public static SipRequest Build(InviteOptions options)
    {
        var request = new SipRequest(SipMethods.Invite, options.Uri);
        var headers = request.Headers;
        headers.Add(HeaderNames.MaxForwards, options.MaxForwards.ToString(CultureInfo.InvariantCulture));
        foreach (var route in options.Route) headers.Add(HeaderNames.Route, new NameAddress(route).ToString());
        headers.Add(HeaderNames.From, options.From.WithTag(SipIds.Tag()).ToString());
        headers.Add(HeaderNames.To, (options.To ?? new NameAddress(options.Uri)).ToString());
        headers.Add(HeaderNames.CallId, options.CallId ?? SipIds.CallId());
        headers.Add(HeaderNames.CSeq, new CSeq(1, SipMethods.Invite).ToString());
        headers.Add(HeaderNames.Allow, Capabilities.Allow);
        headers.Add(HeaderNames.Supported, options.Reliable ? Capabilities.Supported : "timer");
        if (options.Session.Expires is { } expires)
        {
            headers.Add(HeaderNames.SessionExpires, Seconds(expires));
            headers.Add(HeaderNames.MinSe, Seconds(options.Session.Least));
        }
        foreach (var (name, value) in options.Headers)
        {
            if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)) throw new ArgumentException($"{name} is not the caller's to write.", nameof(options));
            headers.Add(name, value);
        }
        if (!options.Offer.IsEmpty) request.SetBody(Capabilities.SdpType, options.Offer);
        return request;
    }

    public static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
