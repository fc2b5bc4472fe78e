using System.Globalization;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>
/// What every message must have and what in it must be well formed, before anything acts on it. Headers that only some read
/// (Expires, Retry-After, Warning in a request) are left to whoever reads them.
/// </summary>
internal static class SipCheck
{
    private static readonly string[] Once =
        [HeaderNames.CallId, HeaderNames.CSeq, HeaderNames.From, HeaderNames.To, HeaderNames.MaxForwards, HeaderNames.ContentLength, HeaderNames.ContentType];

    private static readonly string[] AddressLists = [HeaderNames.Route, HeaderNames.RecordRoute, HeaderNames.Path];

    /// <summary>The first fault of a message, or <c>null</c>.</summary>
    public static SipFault? Find(SipMessage message)
    {
        var headers = message.Headers;
        foreach (var name in Once)
            if (headers.IsRepeated(name)) return SipFault.Malformed($"{name} repeated");

        if (message.FromOrNull is null) return SipFault.Malformed(HeaderNames.From);
        if (message.ToOrNull is null) return SipFault.Malformed(HeaderNames.To);
        if (!IsCallId(message.CallId)) return SipFault.Malformed(HeaderNames.CallId);
        if (message.CSeqOrNull is not { } cseq) return SipFault.Malformed(HeaderNames.CSeq);
        if (message.TopViaOrNull is null || !headers.Values(HeaderNames.Via).Skip(1).All(text => Via.TryParse(text, out _))) return SipFault.Malformed(HeaderNames.Via);
        if (!AreContacts(headers)) return SipFault.Malformed(HeaderNames.Contact);
        foreach (var name in AddressLists)
            foreach (var text in headers.Values(name))
                if (!NameAddress.TryParse(text, out _)) return SipFault.Malformed(name);
        return message is SipRequest request ? InRequest(request, cseq) : InResponse(headers);
    }

    private static SipFault? InRequest(SipRequest request, CSeq cseq)
    {
        if (cseq.Method != request.Method) return SipFault.Malformed("CSeq names another method");
        var forwards = request.Headers.Get(HeaderNames.MaxForwards);
        if (forwards is not null && !SipText.TryNumber(forwards, out _, 255)) return SipFault.Malformed(HeaderNames.MaxForwards);
        var date = request.Headers.Get(HeaderNames.Date);
        return date is null || IsDate(date) ? null : SipFault.Malformed(HeaderNames.Date);
    }

    private static SipFault? InResponse(SipHeaders headers)
    {
        foreach (var text in headers.Values(HeaderNames.Warning))
            if (text.Length < 4 || !SipText.TryNumber(text.AsSpan(0, 3), out _) || text[3] != ' ') return SipFault.Malformed(HeaderNames.Warning);
        return headers.Get(HeaderNames.RetryAfter) is not { } after || SipText.TryNumber(FirstWord(after), out _)
            ? null
            : SipFault.Malformed(HeaderNames.RetryAfter);
    }

    private static bool AreContacts(SipHeaders headers)
    {
        foreach (var text in headers.Values(HeaderNames.Contact))
            if (text != "*" && !NameAddress.TryParse(text, out _)) return false;
        return true;
    }

    private static bool IsCallId(string text) => text.Length > 0 && !text.AsSpan().ContainsAny(" \t,;\0");

    // SIP-date is always in GMT (RFC 3261 section 20.17).
    private static bool IsDate(string text) =>
        DateTimeOffset.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static ReadOnlySpan<char> FirstWord(string text)
    {
        var end = text.AsSpan().IndexOfAny(" \t;(");
        return end < 0 ? text : text.AsSpan(0, end);
    }
}
