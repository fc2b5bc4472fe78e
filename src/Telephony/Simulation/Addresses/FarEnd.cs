using System.Collections.Immutable;
using Orchestrator.Telephony.Simulation.Legs;

namespace Orchestrator.Telephony.Simulation.Addresses;

/// <summary>What a far end does, as its address tells. Steps at the same instant happen in the order they stand here.</summary>
/// <param name="FromInvite">Counted from our INVITE.</param>
/// <param name="FromAnswer">Counted from the far end's answer.</param>
internal sealed record FarEnd(
    ImmutableArray<FarEndStep> FromInvite, ImmutableArray<FarEndStep> FromAnswer, CancelReply OnCancel)
{
    public static readonly TimeSpan DefaultRing = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan DefaultAnswer = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan DefaultAfter = TimeSpan.FromMilliseconds(500);

    public static FarEndStep Ring { get; } = new(DefaultRing, Happening.Ringing);

    /// <summary>No reply at all, ever.</summary>
    public static FarEnd Silent { get; } = new([], [], CancelReply.NeverSent);

    /// <summary>Rings after 200 ms and answers after 2 s.</summary>
    public static FarEnd Ordinary { get; } = RingsAndAnswers(DefaultAnswer);

    public static FarEnd RingsForEver(CancelReply onCancel) => new([Ring], [], onCancel);

    public static FarEnd RingsAndAnswers(TimeSpan answer) => new([Ring, new(answer, Happening.Answer)], [], CancelReply.Confirm);

    public static FarEnd RingsAndRejects(int status) =>
        new([Ring, new(DefaultAfter, new Happening.Rejects(status))], [], CancelReply.Confirm);
}

internal readonly record struct FarEndStep(TimeSpan After, Happening What);

/// <summary>What comes back when we give up an unanswered leg.</summary>
internal enum CancelReply
{
    /// <summary>487.</summary>
    Confirm,

    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>200 to the INVITE, as if it had crossed our CANCEL.</summary>
    Answer,

    /// <summary>Without a provisional response no CANCEL may be sent (RFC 3261 9.1).</summary>
    NeverSent,
}
