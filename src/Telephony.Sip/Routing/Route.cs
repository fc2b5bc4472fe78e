using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>One way to a destination: what its INVITE says of whom and to whom.</summary>
/// <param name="Trunk">Whose limits count; null for a SIP URI.</param>
internal sealed record Attempt(SipUri Uri, NameAddress From, Trunk? Trunk = null)
{
    public Credentials? Credentials { get; init; }

    public IReadOnlyList<SipHeader> Headers { get; init; } = [];

    public TimeSpan? FirstResponse { get; init; }
}

/// <summary>Where a leg goes: the ways to try, the best first, or why there is none.</summary>
internal sealed record Route(IReadOnlyList<Attempt> Attempts, string? Problem = null)
{
    public static Route None(string problem) => new([], problem);
}
