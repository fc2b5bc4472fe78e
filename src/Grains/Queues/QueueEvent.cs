namespace Orchestrator.Grains.Queues;

/// <summary>What can happen to a queue.</summary>
/// <param name="At">When, by the clock of whoever observed it.</param>
public abstract record QueueEvent(DateTimeOffset At);

public sealed record WaiterEntered(DateTimeOffset At, string WaitId, string CallId, string From) : QueueEvent(At);

/// <summary>He hung up, gave up, or was bridged.</summary>
public sealed record WaiterWent(DateTimeOffset At, string WaitId, bool Bridged) : QueueEvent(At);

/// <summary>The wait lets go of a lease: its taker is gone.</summary>
public sealed record WaiterGivenBack(DateTimeOffset At, string WaitId, string LegId) : QueueEvent(At);

public sealed record TakerCame(DateTimeOffset At, string LegId) : QueueEvent(At);

public sealed record TakerWent(DateTimeOffset At, string LegId) : QueueEvent(At);
