using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Delivery;

/// <summary>One line of a plane's journal, from which a checker can tell afterwards what the wire saw.</summary>
/// <param name="At">By the plane's time provider.</param>
public abstract record PlaneRecord(DateTimeOffset At);

/// <summary>A command came in; written before anything comes of it.</summary>
public sealed record CommandReceived(DateTimeOffset At, PlaneCommand Command) : PlaneRecord(At);

/// <summary>A command was not carried out.</summary>
public sealed record CommandRefused(DateTimeOffset At, PlaneCommand Command, CommandResult Result) : PlaneRecord(At);

/// <summary>Something happened on the wire; the listener has yet to be told.</summary>
public sealed record EventHappened(DateTimeOffset At, PlaneEvent Event) : PlaneRecord(At);

/// <summary>The listener took an event, for the first time or again.</summary>
public sealed record EventTaken(DateTimeOffset At, PlaneEvent Event) : PlaneRecord(At);
