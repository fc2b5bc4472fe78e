namespace Orchestrator.Grains.Controls;

/// <summary>What can happen to something that the API has done on a call.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record ControlEvent(DateTimeOffset At);

/// <param name="Heard">Number of the latest digit of the call.</param>
public sealed record ControlOrdered(DateTimeOffset At, long Heard) : ControlEvent(At);

/// <summary>The plane holds the playback.</summary>
public sealed record PlaybackPaused(DateTimeOffset At) : ControlEvent(At);

/// <summary>The plane lets the playback go on.</summary>
public sealed record PlaybackResumed(DateTimeOffset At) : ControlEvent(At);

/// <summary>The plane plays it as loud as that.</summary>
public sealed record VolumeChanged(DateTimeOffset At, double Volume) : ControlEvent(At);

/// <param name="Completed">False: it was stopped, or could not be played.</param>
/// <param name="Problem">Why it could not.</param>
public sealed record PlaybackEnded(DateTimeOffset At, bool Completed, string? Problem = null) : ControlEvent(At);

/// <summary>Another playback has taken its place.</summary>
public sealed record PlaybackDisplaced(DateTimeOffset At) : ControlEvent(At);

/// <param name="Number">Rises with every digit of the call: one that is told twice counts once.</param>
public sealed record ControlDigit(DateTimeOffset At, long Number, char Digit) : ControlEvent(At);

public sealed record TimersStarted(DateTimeOffset At) : ControlEvent(At);

/// <param name="Status">The phone's response to the REFER; null: none came.</param>
/// <param name="TargetStatus">What it was told by whom it called; null: nothing.</param>
public sealed record TransferEnded(DateTimeOffset At, int? Status, int? TargetStatus) : ControlEvent(At);

/// <summary>The client has had enough.</summary>
public sealed record StopOrdered(DateTimeOffset At) : ControlEvent(At);

public sealed record ControlCallEnded(DateTimeOffset At) : ControlEvent(At);

/// <summary>The clock says that the state's alarm may be due; whether it is, the state knows.</summary>
public sealed record ControlAlarmRang(DateTimeOffset At) : ControlEvent(At);
