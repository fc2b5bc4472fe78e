using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>An INVITE as its caller wants it.</summary>
public sealed record InviteOptions
{
    /// <summary>The Request-URI.</summary>
    public required SipUri Uri { get; init; }

    public required NameAddress From { get; init; }

    /// <summary><c>null</c> for the Request-URI.</summary>
    public NameAddress? To { get; init; }

    /// <summary>The offer; empty to let the far end make one, which <see cref="Answer"/> then answers.</summary>
    public ReadOnlyMemory<byte> Offer { get; init; }

    /// <summary>Answers an offer of the far end to an INVITE without one: from the body of its response to ours in PRACK or ACK.</summary>
    public Func<SipResponse, ReadOnlyMemory<byte>>? Answer { get; init; }

    /// <summary>Further headers; those that the library itself writes are refused.</summary>
    public IReadOnlyList<SipHeader> Headers { get; init; } = [];

    /// <summary>Proxies to go through, the first first.</summary>
    public IReadOnlyList<SipUri> Route { get; init; } = [];

    /// <summary>Where to send it, without a look-up: a registered phone's connection, or its hole in a NAT, which takes UDP alone, however large.</summary>
    public SipTarget? Target { get; init; }

    /// <summary>Whether it may be sent there, asked of each target that the look-up finds; <c>null</c>: anywhere.</summary>
    public Func<SipTarget, bool>? MayGoTo { get; init; }

    public Credentials? Credentials { get; init; }

    /// <summary>How long one target may take to say anything before the next is tried; <c>null</c> for 64*T1.</summary>
    public TimeSpan? FirstResponseTimeout { get; init; }

    public SessionTerms Session { get; init; } = new();

    /// <summary>Whether the far end may send provisional responses reliably (RFC 3262).</summary>
    public bool Reliable { get; init; } = true;

    public int MaxForwards { get; init; } = 70;

    /// <summary>The user part of our Contact, by which a node knows its calls.</summary>
    public string? ContactUser { get; init; }

    /// <summary>The Call-ID; <c>null</c> for a new one.</summary>
    public string? CallId { get; init; }
}
