using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Connects;

/// <summary>What can happen to a connect. Legs are numbered from 1, as in the plan.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record ConnectEvent(DateTimeOffset At);

public sealed record Accepted(DateTimeOffset At, bool CallerAnswered) : ConnectEvent(At);

public sealed record CallerWasAnswered(DateTimeOffset At) : ConnectEvent(At);

/// <summary>The caller's leg was taken up again from what is stored: orders that it had not carried out are lost.</summary>
public sealed record CallerRestored(DateTimeOffset At) : ConnectEvent(At);

/// <param name="LostBy">Whose fault it is that his leg was lost; null: it was not.</param>
/// <param name="Cause">Why we hung him up; null: he did.</param>
public sealed record CallerLeft(DateTimeOffset At, Fault? LostBy = null, ReleaseCause? Cause = null) : ConnectEvent(At);

public sealed record LegRinging(DateTimeOffset At, int Leg) : ConnectEvent(At);

public sealed record LegConfirms(DateTimeOffset At, int Leg) : ConnectEvent(At);

/// <summary>The leg was answered, and confirmed if it had to be: it asks to be joined.</summary>
/// <param name="Waiter">The call for which a queue's leg stands.</param>
public sealed record LegAsks(DateTimeOffset At, int Leg, QueuedCall? Waiter = null) : ConnectEvent(At);

/// <summary>The call for which a queue's leg stood has gone before it was bridged; the leg waits for the next one.</summary>
public sealed record LegWaits(DateTimeOffset At, int Leg) : ConnectEvent(At);

public sealed record LegIsOver(DateTimeOffset At, int Leg, LegEnding Ending) : ConnectEvent(At);

/// <param name="WaitId">Of a queue's leg: it stood for the caller of that wait.</param>
public sealed record CallerBridged(DateTimeOffset At, int Leg, string? WaitId = null) : ConnectEvent(At);

/// <inheritdoc cref="CallerBridged"/>
public sealed record CallerNotBridged(DateTimeOffset At, int Leg, string? Detail, string? WaitId = null) : ConnectEvent(At);

/// <summary>The API asks for the end.</summary>
public sealed record EndOrdered(DateTimeOffset At) : ConnectEvent(At);

/// <summary>The clock says that the state's alarm may be due; whether it is, the state knows.</summary>
public sealed record AlarmRang(DateTimeOffset At) : ConnectEvent(At);
