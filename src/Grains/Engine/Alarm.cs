using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Engine;

/// <summary>What a state waits for with a clock: an absolute instant that is stored with it. A timer is only its alarm clock.</summary>
public sealed record Alarm(TimerKind Kind, DateTimeOffset Due)
{
    public Alarm NotBefore(DateTimeOffset instant) => Due < instant ? this with { Due = instant } : this;
}
