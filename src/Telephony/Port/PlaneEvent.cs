using System.Text.Json.Serialization;

namespace Orchestrator.Telephony.Port;

/// <summary>What happened to a leg. A duplicate or a late one is harmless: its number tells.</summary>
/// <param name="LegId">The leg it happened to.</param>
/// <param name="Sequence">Counts the leg's events from 1.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Arrived), "arrived")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(EarlyMedia), "early_media")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(DigitPressed), "digit")]
[JsonDerivedType(typeof(MediaLost), "media_lost")]
[JsonDerivedType(typeof(PlaybackFinished), "playback_finished")]
[JsonDerivedType(typeof(ReferEnded), "refer_ended")]
public abstract record PlaneEvent(string LegId, long Sequence);

/// <summary>
/// Somebody calls (INVITE): the first event of an inbound leg, whose id the plane has chosen (<see cref="LegIds.New"/>). The engine
/// answers it, rings it or hangs it up; until then the plane keeps the caller waiting.
/// </summary>
/// <param name="NodeId">The node whose plane carries the leg.</param>
public sealed record Arrived(string LegId, long Sequence, string NodeId, IncomingCall Call) : PlaneEvent(LegId, Sequence);

/// <summary>The far end is being alerted (180).</summary>
public sealed record Progress(string LegId, long Sequence) : PlaneEvent(LegId, Sequence);

/// <summary>Audio before the answer (183 with a session description).</summary>
public sealed record EarlyMedia(string LegId, long Sequence) : PlaneEvent(LegId, Sequence);

/// <summary>The leg is answered: the far end's 200 to our INVITE, or ours to its.</summary>
public sealed record Answered(string LegId, long Sequence) : PlaneEvent(LegId, Sequence);

/// <summary>The leg is over on the wire; nothing follows but repeats.</summary>
/// <param name="WasAnswered">Whether the leg had been answered.</param>
public sealed record Ended(string LegId, long Sequence, EndCause Cause, bool WasAnswered = false) : PlaneEvent(LegId, Sequence);

/// <param name="Digit">One of <c>0-9 * # A-D</c>.</param>
public sealed record DigitPressed(string LegId, long Sequence, char Digit) : PlaneEvent(LegId, Sequence);

/// <summary>No more media comes from the far end; the leg itself is still up.</summary>
public sealed record MediaLost(string LegId, long Sequence) : PlaneEvent(LegId, Sequence);

/// <param name="Completed">False when it was stopped or could not be played.</param>
public sealed record PlaybackFinished(string LegId, long Sequence, string PlaybackId, bool Completed) : PlaneEvent(LegId, Sequence)
{
    /// <summary>It was stopped because another one has begun.</summary>
    public bool Replaced { get; init; }

    /// <summary>Why it could not be played: one clause for people, that tells no part of a URL. Null: it was played, or stopped.</summary>
    public string? Problem { get; init; }
}

/// <summary>What became of a <see cref="Refer"/>.</summary>
/// <param name="Status">The far end's response to it (202: taken on); null: none came.</param>
/// <param name="TargetStatus">The last word to the call that the far end made; null: it has told none.</param>
public sealed record ReferEnded(string LegId, long Sequence, string ReferId, int? Status, int? TargetStatus) : PlaneEvent(LegId, Sequence);

/// <summary>Why a leg is over, in the wire's terms.</summary>
/// <param name="SipStatus">The final response, for <see cref="EndKind.Rejected"/> and <see cref="EndKind.CancelConfirmed"/>; null otherwise.</param>
/// <param name="Detail">One clause for people, or null.</param>
public sealed record EndCause(EndKind Kind, int? SipStatus = null, string? Detail = null);

/// <summary>The ways a leg ends on the wire.</summary>
public enum EndKind
{
    /// <summary>The far end hung up: BYE after the answer, CANCEL of an inbound call before it.</summary>
    RemoteHangUp,

    /// <summary>We hung up an answered leg.</summary>
    LocalHangUp,

    /// <summary>A final response of 300 or above that we did not bring about.</summary>
    Rejected,

    /// <summary>The far end confirmed our CANCEL (487).</summary>
    CancelConfirmed,

    /// <summary>The far end's answer crossed our CANCEL: acknowledged and hung up at once.</summary>
    AnswerCrossedCancel,

    /// <summary>We cancelled and nothing came back in time (RFC 3261 9.1: 64 × T1 = 32 s).</summary>
    CancelUnconfirmed,

    /// <summary>Could not be sent, or the connection broke.</summary>
    TransportFailure,

    /// <summary>Nowhere to send it.</summary>
    NoRoute,

    /// <summary>The node that carried the leg is gone.</summary>
    PlaneLost,
}
