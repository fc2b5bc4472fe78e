using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>Responses to requests (RFC 3261 section 8.2.6).</summary>
public static class SipResponses
{
    /// <param name="toTag">The tag that names our side; <c>null</c> leaves To as it came, or makes one up for a final answer.</param>
    public static SipResponse To(SipRequest request, int status, string? phrase = null, string? toTag = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = new SipResponse(status, phrase);
        response.Headers.CopyFrom(request.Headers, HeaderNames.Via);
        CopyFirst(request, response, HeaderNames.From);
        if (request.Headers.Get(HeaderNames.To) is { } to) response.Headers.AddReceived(HeaderNames.To, Tagged(to, status, toTag));
        CopyFirst(request, response, HeaderNames.CallId);
        CopyFirst(request, response, HeaderNames.CSeq);
        return response;
    }

    private static void CopyFirst(SipRequest request, SipResponse response, string name)
    {
        if (request.Headers.Get(name) is { } value) response.Headers.AddReceived(name, value);
    }

    private static string Tagged(string to, int status, string? tag)
    {
        if (status == 100 || !NameAddress.TryParse(to, out var address) || address.Tag is not null) return to;
        tag ??= status >= 200 ? SipIds.Tag() : null;
        return tag is null ? to : $"{to};tag={tag}";
    }
}
