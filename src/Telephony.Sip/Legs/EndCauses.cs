using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>From how a call ended in SIP to how a leg ends on the port.</summary>
internal static class EndCauses
{
    /// <summary>A registered phone to which no way leads any more: for his other phones it might as well not be registered.</summary>
    public static readonly EndCause Away = new(EndKind.Rejected, 480, "no way leads to its phone any more");

    /// <summary>RFC 3261 8.1.3.1: who never answers is taken for one that answered 408.</summary>
    private const int RequestTimeout = 408;

    /// <summary>An INVITE of ours that came to nothing.</summary>
    /// <param name="cancelled">Whether we had given it up.</param>
    /// <param name="denied">Where its name has led, and may not.</param>
    public static EndCause OfCall(CallEnding ending, bool cancelled, string? denied = null) => ending.By switch
    {
        EndedBy.Cancel => new(EndKind.CancelConfirmed, ending.Status, ending.Failure is null ? null : "given up before its INVITE was sent"),
        EndedBy.AnswerCrossedCancel => new(EndKind.AnswerCrossedCancel),
        EndedBy.FarEnd => new(EndKind.RemoteHangUp),
        EndedBy.Refusal => new(EndKind.Rejected, ending.Status, PhraseOf(ending)),
        EndedBy.Failure when ending.Failure == RequestFailure.Forbidden => new(EndKind.NoRoute, Detail: denied),
        _ => OfFailure(ending.Failure, cancelled),
    };

    /// <summary>An answered session that is over.</summary>
    public static EndCause OfSession(CallEnding ending) => ending.By switch
    {
        EndedBy.Us => new(EndKind.LocalHangUp),
        EndedBy.FarEnd => new(EndKind.RemoteHangUp),
        EndedBy.NoAck => new(EndKind.TransportFailure, Detail: "our answer was never acknowledged"),
        EndedBy.SessionExpired => new(EndKind.TransportFailure, Detail: "the session was not refreshed"),
        EndedBy.WayLost => new(EndKind.TransportFailure, Detail: "its WebSocket was closed"),
        EndedBy.DialogLost => new(EndKind.TransportFailure, ending.Status, "the far end does not know the call any more"),
        _ => new(EndKind.TransportFailure, Detail: "the session broke"),
    };

    /// <summary>A caller's INVITE that was not answered.</summary>
    public static EndCause OfCaller(CallEnding ending) => ending.By switch
    {
        EndedBy.Cancel or EndedBy.FarEnd => new(EndKind.RemoteHangUp),
        EndedBy.Refusal => new(EndKind.LocalHangUp, Detail: $"answered the caller with {ending.Status}"),
        EndedBy.Failure => new(EndKind.TransportFailure, Detail: "no way leads back to the caller"),
        _ => new(EndKind.TransportFailure, Detail: "a provisional response was never acknowledged"),
    };

    /// <summary>Of several phones that came to nothing what says most of their owner (RFC 3261 section 16.7): a 6xx, that he is busy, that nobody answered.</summary>
    public static EndCause Weightier(EndCause? one, EndCause other) => one is null || Weight(other) > Weight(one) ? other : one;

    private static int Weight(EndCause cause) => cause switch
    {
        _ when cause == Away => 1,
        { Kind: EndKind.AnswerCrossedCancel } => 7,
        { Kind: EndKind.Rejected, SipStatus: >= 600 } => 6,
        { Kind: EndKind.Rejected, SipStatus: 486 } => 5,
        { Kind: EndKind.Rejected, SipStatus: 403 } => 4,
        { Kind: EndKind.Rejected, SipStatus: RequestTimeout or 480 or 487 } => 3,
        { Kind: EndKind.Rejected or EndKind.RemoteHangUp } => 2,
        { Kind: EndKind.CancelConfirmed } => 0,
        _ => 1,
    };

    private static EndCause OfFailure(RequestFailure? failure, bool cancelled) => failure switch
    {
        RequestFailure.CancelUnconfirmed => new(EndKind.CancelUnconfirmed, Detail: "no last word within 32 s of our CANCEL"),
        RequestFailure.Timeout when cancelled => new(EndKind.CancelUnconfirmed, Detail: "no provisional response, so that no CANCEL could be sent"),
        RequestFailure.Timeout => new(EndKind.Rejected, RequestTimeout, "no response at all"),
        RequestFailure.Unreachable => new(EndKind.NoRoute, Detail: "its host was not found"),
        _ => new(EndKind.TransportFailure, Detail: "its INVITE could not be sent, or its WebSocket was closed"),
    };

    private static string? PhraseOf(CallEnding ending) =>
        ending.Message is Orchestrator.Sip.Messages.SipResponse { ReasonPhrase: { Length: > 0 and <= 64 } phrase } ? phrase : null;
}
