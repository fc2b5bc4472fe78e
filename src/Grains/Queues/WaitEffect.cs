using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Queues;

/// <summary>What a wait wants done. Carried out twice, none does harm.</summary>
public abstract record WaitEffect;

public sealed record EnterLine : WaitEffect;

public sealed record LeaveLine(bool Bridged) : WaitEffect;

public sealed record StartMusic(int Round) : WaitEffect;

public sealed record StopMusic(int Round) : WaitEffect;

/// <summary>Tell the taker's leg for whom it stands.</summary>
public sealed record TellTaker(string LegId) : WaitEffect;

/// <summary>Tell the taker's leg that its caller has gone.</summary>
/// <param name="Ending">How his leg ended; null: he is up, and out of the queue.</param>
public sealed record LeaveTaker(string LegId, LegEnding? Ending) : WaitEffect;

/// <summary>Undo what may have been bridged, then tell the queue that he is free again.</summary>
public sealed record GiveBack(string LegId) : WaitEffect;

/// <summary>Undo the bridge; the call goes on by itself.</summary>
public sealed record PartFromTaker(string LegId) : WaitEffect;

/// <summary>Tell the call that its wait is over.</summary>
public sealed record FreeWaiter : WaitEffect;
