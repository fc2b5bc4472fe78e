using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Webhooks;

/// <summary>How one attempt to deliver a webhook went; in snake case on the timeline and in metrics.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WebhookOutcome>))]
public enum WebhookOutcome
{
    /// <summary>A 2xx status line and headers arrived; what the body did is of no account.</summary>
    Ok,

    /// <summary>The host's name has no address.</summary>
    Dns,

    /// <summary>Nobody listens there, or no way leads there.</summary>
    ConnectRefused,

    /// <summary>Name, TCP and TLS together took too long.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed: certificate, name, protocol.</summary>
    Tls,

    /// <summary>The connection broke before the headers were complete.</summary>
    Reset,

    /// <summary>No complete headers in time.</summary>
    Timeout,

    /// <summary>What came is not HTTP, or breaks its limits.</summary>
    ProtocolError,

    /// <summary>3xx: not followed.</summary>
    Redirect,

    /// <summary>4xx, except those that have their own outcome.</summary>
    ClientError,

    /// <summary>410: nobody wants this URL called any more.</summary>
    Gone,

    /// <summary>408, 425, 429: the same request may do later.</summary>
    Throttled,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>The URL cannot be called: not http(s), control characters, too long. No request was made.</summary>
    BadUrl,

    /// <summary>The name leads to an address that is closed to strangers' URLs. No request was made.</summary>
    BlockedAddress,

    /// <summary>It became too old before its attempts were used up. No request was made.</summary>
    Expired,

    /// <summary>Too much waits for its endpoint here: parked without a request.</summary>
    Overflow,

    /// <summary>The URL is muted, by hand or by its own 410. No request was made.</summary>
    Muted,

    /// <summary>The endpoint failed too often in a row: parked without a request until its circuit is tried again.</summary>
    CircuitOpen,

    /// <summary>A fault of ours.</summary>
    Internal,
}
