using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What can happen to a leg.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record LegEvent(DateTimeOffset At);

/// <summary>A caller is to be brought up.</summary>
public sealed record CallerStarted(DateTimeOffset At, bool Answered) : LegEvent(At);

/// <summary>The connect wants this leg dialed.</summary>
public sealed record DialOrdered(DateTimeOffset At) : LegEvent(At);

/// <summary>The connect wants this leg gone.</summary>
public sealed record ReleaseOrdered(DateTimeOffset At, ReleaseCause Cause) : LegEvent(At);

/// <summary>Its script or the API wants the leg ended.</summary>
public sealed record HangUpOrdered(DateTimeOffset At, EndReason Reason, ReleaseCause Cause) : LegEvent(At);

/// <summary>The connect, or the script, wants the caller answered.</summary>
/// <param name="Limit">How long the call may last from now; null: as it was agreed.</param>
public sealed record AnswerOrdered(DateTimeOffset At, TimeSpan? Limit = null) : LegEvent(At);

/// <summary>A connect runs on the caller from now on, or he waits in a queue.</summary>
/// <param name="Longest">By then it is over by its own timers.</param>
public sealed record OperationBegun(DateTimeOffset At, TimeSpan Longest) : LegEvent(At);

/// <summary>The connect wants the caller bridged with this leg.</summary>
public sealed record BridgeOrdered(DateTimeOffset At, string Peer) : LegEvent(At);

/// <summary>The plane has joined the caller's media with the peer's.</summary>
public sealed record BridgeMade(DateTimeOffset At, string Peer) : LegEvent(At);

/// <summary>The plane could not.</summary>
public sealed record BridgeRefused(DateTimeOffset At, string Peer, string Detail) : LegEvent(At);

/// <summary>The connect tells the winner that it is bridged.</summary>
public sealed record JoinOrdered(DateTimeOffset At, string Peer, TimeSpan Limit) : LegEvent(At);

/// <summary>The connect is over: leave its bridge, stay up.</summary>
public sealed record PartOrdered(DateTimeOffset At) : LegEvent(At);

public sealed record FarEndRang(DateTimeOffset At) : LegEvent(At);

public sealed record FarEndSentMedia(DateTimeOffset At) : LegEvent(At);

public sealed record FarEndAnswered(DateTimeOffset At) : LegEvent(At);

/// <param name="WasAnswered">The plane had told of an answer; it may have been lost with an owner before it was written down.</param>
public sealed record FarEndEnded(DateTimeOffset At, EndCause Cause, bool WasAnswered = false) : LegEvent(At);

public sealed record FarEndLostMedia(DateTimeOffset At) : LegEvent(At);

/// <summary>A queue's leg was given a call that waits, or another one.</summary>
public sealed record WaiterGiven(DateTimeOffset At) : LegEvent(At);

/// <summary>The call that was given to a queue's leg has gone before the bridge.</summary>
/// <param name="RingUntil">How long the leg waits for the next one.</param>
public sealed record WaiterLost(DateTimeOffset At, DateTimeOffset RingUntil) : LegEvent(At);

/// <summary>Ringback, or what is played in a queue, could not be had.</summary>
public sealed record MusicFailed(DateTimeOffset At, string Problem) : LegEvent(At);

public sealed record DigitCame(DateTimeOffset At, char Digit) : LegEvent(At);

/// <summary>The confirm script has ended.</summary>
public sealed record ConfirmEnded(DateTimeOffset At, bool Passed, string? Detail) : LegEvent(At);

/// <summary>The clock says that the state's alarm may be due; whether it is, the state knows.</summary>
public sealed record AlarmRang(DateTimeOffset At) : LegEvent(At);
