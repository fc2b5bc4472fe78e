using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Connects;

/// <summary>What a connect wants done. Carried out twice, none does harm.</summary>
public abstract record ConnectEffect;

public sealed record AnswerCaller : ConnectEffect;

/// <param name="IsFirst">It follows from the leg's turn having come, not from what is stored: see <see cref="IFirstWord"/>.</param>
public sealed record DialLeg(int Leg, bool IsFirst = false) : ConnectEffect;

public sealed record ReleaseLeg(int Leg, ReleaseCause Cause) : ConnectEffect;

/// <summary>Play the plan's ringback to the caller, over and over.</summary>
public sealed record StartRingback : ConnectEffect;

public sealed record StopRingback : ConnectEffect;

public sealed record BridgeCaller(int Leg) : ConnectEffect;

/// <summary>Part the caller from the call for which a queue's leg stood.</summary>
public sealed record PartCaller(int Leg) : ConnectEffect;

/// <summary>Tell the winner that it is bridged.</summary>
public sealed record JoinLeg(int Leg) : ConnectEffect;

/// <summary>Tell the caller's leg that the connect is over.</summary>
public sealed record FreeCaller : ConnectEffect;
