namespace Orchestrator.Telephony.Port;

/// <summary>What a plane can be told to do with a leg. Times are bounded by the engine's own timers, never by the plane.</summary>
/// <param name="LegId">The leg's id, chosen by the engine; unique for all time.</param>
public abstract record PlaneCommand(string LegId)
{
    /// <summary>The command's name in logs and traces.</summary>
    public string Name => GetType().Name;
}

/// <summary>Dial a new leg (INVITE).</summary>
public sealed record Dial(string LegId, DialTarget Target) : PlaneCommand(LegId);

/// <summary>
/// Bring up a caller, as if he had just called in: up and not answered, or answered. Only a plane that can make up its callers does
/// this (the simulated one); others answer <see cref="CommandOutcome.NotSupported"/>.
/// </summary>
/// <param name="HangUpAfter">How long after the command the caller hangs up by himself; null: never.</param>
public sealed record StartCaller(string LegId, string From, string To, bool Answered, TimeSpan? HangUpAfter) : PlaneCommand(LegId);

/// <summary>
/// Give up a leg that was dialed, whatever stage it is in: CANCEL while it is unanswered; ACK and BYE if its answer crosses our
/// CANCEL. The leg's last event is an <see cref="Ended"/>; an answer that crosses is not raised as <see cref="Answered"/>.
/// </summary>
public sealed record Cancel(string LegId, CancelCause Cause) : PlaneCommand(LegId);

/// <summary>
/// Raise the events of a leg again, from the first: an owner that was restarted learns where an inbound leg stands. Of a leg that was
/// dialed <see cref="Dial"/> does the same, of one that was brought up <see cref="StartCaller"/>.
/// </summary>
public sealed record Recall(string LegId) : PlaneCommand(LegId);

/// <summary>Answer an inbound leg (200). The leg raises <see cref="Answered"/>.</summary>
public sealed record Answer(string LegId) : PlaneCommand(LegId)
{
    /// <summary>Codecs to answer with, in order; empty: the plane's own choice.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = [];
}

/// <summary>Tell an inbound leg that its callee is being alerted (180).</summary>
public sealed record Ring(string LegId) : PlaneCommand(LegId);

/// <summary>End a leg in whatever stage it is: BYE when answered, a final response or CANCEL before.</summary>
public sealed record HangUp(string LegId, HangUpCause Cause) : PlaneCommand(LegId);

/// <summary>Join the media of two answered legs. Refused with <see cref="CommandOutcome.LegGone"/> when either is not up.</summary>
public sealed record Bridge(string LegId, string PeerLegId) : PlaneCommand(LegId);

/// <summary>
/// This plane's half of a bridge whose other leg another node carries. Where a half takes audio is a description in the planes' own words
/// (a session description; planes of one cluster understand each other), which comes back as <see cref="CommandResult.Media"/>.
/// The engine carries it from one to the other, as offer and answer: first to one node without <paramref name="PeerMedia"/>, then to the
/// other with what came back, then to the first again with what came back from there. From then on both halves send and play. Given again
/// with the same peer, without media or with, it answers as before. Refused with <see cref="CommandOutcome.LegGone"/> when the leg is not
/// up. <see cref="Unbridge"/> parts a half; the leg's end parts it by itself. When the other node is lost, the engine ends the bridge:
/// a half need not notice.
/// </summary>
/// <param name="PeerLegId">The leg at the other end.</param>
/// <param name="PeerNodeId">The node that carries it.</param>
/// <param name="PeerMedia">Where the other half takes audio; null: not known yet.</param>
public sealed record BridgeAcross(string LegId, string PeerLegId, string PeerNodeId, string? PeerMedia) : PlaneCommand(LegId);

/// <summary>Part two legs, or this plane's half of a bridge across nodes; both stay up.</summary>
public sealed record Unbridge(string LegId, string PeerLegId) : PlaneCommand(LegId);

/// <summary>Play to a leg, one after another: <c>http(s)://…</c>, <c>ring:[seconds:]country</c>, <c>silence:seconds</c>, <c>say:text</c>.</summary>
/// <param name="PlaybackId">Names this playback in <see cref="PlaybackFinished"/>.</param>
/// <param name="Repeat">Begin again after the last one, until stopped.</param>
public sealed record Play(string LegId, string PlaybackId, IReadOnlyList<string> Playables, bool Repeat) : PlaneCommand(LegId)
{
    /// <summary>−40 to 40 dB; 0 leaves it as it is.</summary>
    public double Volume { get; init; }

    /// <summary>How <c>say:</c> is to sound, in the words of its speech engine; null: the plane's own choice.</summary>
    public string? Voice { get; init; }
    public string? Language { get; init; }
    public string? Gender { get; init; }
}

/// <summary>Stop a playback; it raises <see cref="PlaybackFinished"/>.</summary>
public sealed record StopPlay(string LegId, string PlaybackId) : PlaneCommand(LegId);

/// <summary>Hold a playback where it is. Of one that does not play, or is held, nothing is done.</summary>
public sealed record PausePlay(string LegId, string PlaybackId) : PlaneCommand(LegId);

/// <summary>Let a playback that is held go on from where it was.</summary>
public sealed record ResumePlay(string LegId, string PlaybackId) : PlaneCommand(LegId);

/// <summary>How loud a playback is from now on.</summary>
/// <param name="Volume">−40 to 40 dB; 0 leaves it as it is recorded.</param>
public sealed record SetPlayVolume(string LegId, string PlaybackId, double Volume) : PlaneCommand(LegId);

/// <summary>Send DTMF: <c>0-9 * # A-D</c>, <c>w</c> 500 ms, <c>W</c> 1 s.</summary>
/// <param name="SendId">Names this sending: a second command of that id sends nothing. Null: digits are sent again.</param>
public sealed record SendDigits(string LegId, string Digits, string? SendId = null) : PlaneCommand(LegId);

/// <summary>
/// Ask the far end of an answered leg to call somebody else (REFER). It raises <see cref="ReferEnded"/>; the leg stays up until one side hangs up.
/// </summary>
/// <param name="ReferId">Names this transfer: a second command of that id asks for nothing.</param>
/// <param name="To">A <c>sip:</c> or <c>sips:</c> URI.</param>
public sealed record Refer(string LegId, string ReferId, string To) : PlaneCommand(LegId)
{
    public string? Username { get; init; }
    public string? Password { get; init; }

    public override string ToString() => $"Refer {LegId} {To}";
}

/// <summary>The owner has written down that the leg has ended: the plane may forget it.</summary>
public sealed record Release(string LegId) : PlaneCommand(LegId);

/// <summary>Why a leg is given up; phones show different things for each (RFC 3326 Reason).</summary>
public enum CancelCause
{
    /// <summary>Another leg won the race: <c>SIP;cause=200;text="Call completed elsewhere"</c>, so that no missed call is shown.</summary>
    CompletedElsewhere,

    /// <summary>The caller hung up.</summary>
    CallerGone,

    /// <summary>Nobody answered within the leg's timeout.</summary>
    NoAnswer,

    /// <summary>The API, or the script, asked for it.</summary>
    Requested,
}

/// <summary>Why a leg is hung up by us.</summary>
public enum HangUpCause
{
    Normal,
    Busy,
    Declined,
    MaxDuration,
    Error,

    /// <summary>Nobody is to be reached under the address that was called (404).</summary>
    NotFound,
}
