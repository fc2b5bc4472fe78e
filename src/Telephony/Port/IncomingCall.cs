namespace Orchestrator.Telephony.Port;

/// <summary>Who calls, and whom, as the INVITE says it. The plane's own words: it knows no SWML.</summary>
public sealed record IncomingCall
{
    /// <summary>E.164 number or SIP URI.</summary>
    public required string From { get; init; }

    /// <summary>E.164 number, a <c>sip:</c>/<c>sips:</c> URI, or a Resource address <c>/context/name</c>.</summary>
    public required string To { get; init; }

    /// <summary>The project whose call this is, when the plane knows (by trunk, domain or registration); null: the address tells.</summary>
    public string? ProjectId { get; init; }

    public string? FromName { get; init; }
    public CallerKind Kind { get; init; }

    /// <summary>Custom headers of the INVITE (<c>X-…</c>), in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Parts of its SIP headers, as SWML names them: <c>sip_from_user</c>, <c>sip_req_host</c>, <c>sip_contact_port</c>, …</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SipData { get; init; } = [];

    public override string ToString() => nameof(IncomingCall);
}

/// <summary>How a caller's leg comes in.</summary>
public enum CallerKind
{
    Sip,
    Phone,
    Webrtc,
}
