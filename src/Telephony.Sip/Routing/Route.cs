using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>One way to a destination: what its INVITE says of whom and to whom.</summary>
/// <param name="Trunk">Whose limits count; null for a SIP URI.</param>
internal sealed record Attempt(SipUri Uri, NameAddress From, Trunk? Trunk = null)
{
    public Credentials? Credentials { get; init; }

    public IReadOnlyList<SipHeader> Headers { get; init; } = [];

    public TimeSpan? FirstResponse { get; init; }

    /// <summary>Whom it is for; null: whoever the URI names.</summary>
    public NameAddress? To { get; init; }

    /// <summary>Where it goes without a look-up: the way that a registered phone came by.</summary>
    public SipTarget? Target { get; init; }

    /// <summary>Another node, through which it goes; null: straight there.</summary>
    public SipUri? Hop { get; init; }

    /// <summary>Whether the rules are asked about what its look-up finds: not of trunks, nor of a way that its phone came by itself.</summary>
    public bool IsLookedUp => Trunk is null && Target is null && Hop is null;

    /// <summary>It leads to a phone that has registered over a WebSocket.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>Tried where this one turns out to lead nowhere.</summary>
    public Attempt? Otherwise { get; init; }
}

/// <summary>Where a leg goes: the ways to try, the best first, or why there is none.</summary>
/// <param name="AllAtOnce">All of them ring together, and the first to answer is it: a subscriber's phones.</param>
internal sealed record Route(IReadOnlyList<Attempt> Attempts, string? Problem = null, bool AllAtOnce = false)
{
    public static Route None(string problem) => new([], problem);
}
