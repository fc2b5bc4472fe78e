using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Queues;

/// <summary>What can happen to a call that waits in a queue.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record WaitEvent(DateTimeOffset At);

public sealed record WaitBegun(DateTimeOffset At) : WaitEvent(At);

/// <summary>The queue has answered.</summary>
/// <param name="Place">Position 0: it does not let him in.</param>
public sealed record LineAnswered(DateTimeOffset At, QueuePlace Place) : WaitEvent(At);

/// <summary>The queue knows that he is out of the line.</summary>
public sealed record LineLeft(DateTimeOffset At, QueuePlace Place) : WaitEvent(At);

public sealed record WaiterTaken(DateTimeOffset At, string LegId) : WaitEvent(At);

/// <summary>His taker went, or did not want him.</summary>
public sealed record TakerLost(DateTimeOffset At, string LegId) : WaitEvent(At);

/// <summary>His taker says that the two are bridged.</summary>
public sealed record TakerBridged(DateTimeOffset At, string LegId) : WaitEvent(At);

/// <summary>His own leg has ended.</summary>
public sealed record WaiterEnded(DateTimeOffset At, LegEnding Ending) : WaitEvent(At);

/// <summary>Script or API take him out.</summary>
public sealed record LeaveOrdered(DateTimeOffset At) : WaitEvent(At);

/// <summary>The clock says that the state's alarm may be due; whether it is, the state knows.</summary>
public sealed record WaitAlarmRang(DateTimeOffset At) : WaitEvent(At);
