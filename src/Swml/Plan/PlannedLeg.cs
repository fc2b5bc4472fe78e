using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Swml.Plan;

/// <summary>
/// One destination to dial, with every property it inherits already on it and those that have no effect for its kind dropped.
/// </summary>
public sealed record PlannedLeg
{
    public required Destination To { get; init; }

    /// <summary>Caller id, E.164 or a SIP URI; null: the caller's own.</summary>
    public string? From { get; init; }

    /// <summary>Caller-id display name; SIP only.</summary>
    public string? FromName { get; init; }

    /// <summary>Custom headers of the INVITE, in order; SIP and fabric only.</summary>
    public ImmutableArray<SipHeader> Headers { get; init; } = [];

    /// <summary>Codecs to offer, in order; empty: the platform's setting; SIP and fabric only.</summary>
    public ImmutableArray<string> Codecs { get; init; } = [];

    /// <summary>Offer ICE, DTLS-SRTP and rtcp-mux; null: to a subscriber's browsers alone; SIP and fabric only.</summary>
    public bool? WebrtcMedia { get; init; }

    /// <summary><c>Session-Expires</c> of the INVITE; null: the platform's setting; SIP and fabric only.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>SRTP policy; SIP only.</summary>
    public MediaEncryption Encryption { get; init; } = MediaEncryption.Optional;

    /// <summary>Digest credentials; SIP only, and only when written on the destination itself.</summary>
    public SipCredentials? Credentials { get; init; }

    /// <summary>Longest wait for an answer, counted from the leg's creation. Property <c>timeout</c>, seconds; 60.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Script the callee must pass before the bridge: a URL, or the JSON text of a list of SWML methods; null: none. Phone, SIP, fabric.
    /// </summary>
    public string? Confirm { get; init; }

    /// <summary>Longest the confirm script may take, its fetch included, counted from the answer; the leg's <see cref="Timeout"/> unless given.</summary>
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where this leg's states are reported.</summary>
    public CallbackUrl? CallStateUrl { get; init; }

    /// <summary>Which of them are: any of created, ringing, answered, ended; only ended unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] // None is the type's default but not this property's.
    public CallStateEvents CallStateEvents { get; init; } = CallStateEvents.Ended;

    /// <summary>What only a stream has; null for every other kind.</summary>
    public StreamSettings? Stream { get; init; }
}

/// <summary>A custom header of an INVITE.</summary>
public sealed record SipHeader(string Name, string Value);

/// <summary>Digest credentials of one destination. <see cref="ToString"/> hides the password.</summary>
public sealed record SipCredentials(string Username, string Password)
{
    public override string ToString() => $"{Username}:***";
}

/// <summary>Whether a leg's media is encrypted (SRTP).</summary>
public enum MediaEncryption
{
    Optional,
    Mandatory,
    Forbidden,
}

/// <summary>The public states of a leg that a <c>call_state_url</c> may ask for.</summary>
[Flags]
public enum CallStateEvents
{
    None = 0,
    Created = 1,
    Ringing = 2,
    Answered = 4,
    Ended = 8,
}

/// <summary>What a stream destination adds. <see cref="ToString"/> hides the token.</summary>
/// <param name="Name">The stream's own name.</param>
/// <param name="Codec">PCMU, PCMA, G722 or L16, with an optional rate and ptime: <c>L16@24000h@40i</c>.</param>
/// <param name="Realtime">Two-way: what the server sends is played.</param>
/// <param name="StatusUrlMethod">GET or POST.</param>
public sealed record StreamSettings(
    string? Name,
    string Codec,
    bool Realtime,
    string? AuthorizationBearerToken,
    string StatusUrlMethod,
    ImmutableSortedDictionary<string, string> CustomParameters)
{
    public override string ToString() => $"stream {Name} {Codec}";
}
