namespace Orchestrator.Grains.Controls;

/// <summary>What is to be done for the API on a call. Carried out twice, none does harm.</summary>
public abstract record ControlEffect;

/// <summary>One that is held is to be held, also when it had to be started again.</summary>
public sealed record StartPlayback : ControlEffect;

public sealed record StopPlayback : ControlEffect;

public sealed record SendRefer : ControlEffect;

/// <summary>The call need not tell it anything any more.</summary>
public sealed record LeaveCall : ControlEffect;
