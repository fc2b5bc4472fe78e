using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Port;

/// <summary>Whom to dial and with what offer. The plane's own words: it knows no SWML.</summary>
public sealed record DialTarget
{
    /// <summary>
    /// E.164 number, a <c>sip:</c>/<c>sips:</c> URI, <c>stream:wss://…</c> with what <see cref="Stream"/> says, or the Resource address of a
    /// subscriber, whose <see cref="Devices"/> ring as one leg.
    /// </summary>
    public required string To { get; init; }

    /// <summary>Caller id: E.164 number or SIP URI.</summary>
    public required string From { get; init; }

    /// <summary>Whose call it is; null: nobody's in particular.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The inbound leg whose call this is, if any: media of both is anchored together.</summary>
    public string? CallerLegId { get; init; }

    public string? FromName { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
    public IReadOnlyList<string> Codecs { get; init; } = [];

    /// <summary>Null: as it suits each of a subscriber's devices; nobody else is offered it.</summary>
    public bool? WebrtcMedia { get; init; }

    public TimeSpan? SessionTimeout { get; init; }
    public SrtpPolicy Encryption { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }

    /// <summary>
    /// The project whose Resource <see cref="To"/> is, when it is the engine that serves it: the leg is joined with a call that comes in to it
    /// (<see cref="Arrived"/>). A plane that cannot do that has no route. Null: <see cref="To"/> is somebody.
    /// </summary>
    public string? ResourceOf { get; init; }

    /// <summary>The WebSocket to open instead of dialing: its handshake is the answer. Null: somebody is dialed.</summary>
    public StreamTarget? Stream { get; init; }

    /// <summary>The places of a subscriber's registered devices (<see cref="SubscriberDevice"/>).</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    public override string ToString() => $"DialTarget {To}";
}

/// <summary>Whether a leg's media is to be encrypted.</summary>
public enum SrtpPolicy
{
    Optional,
    Mandatory,
    Forbidden,
}
