using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Telemetry;

public sealed partial class EngineInstruments
{
    /// <summary>Of those who wait only their timers are measured; how they fare is in their events.</summary>
    internal void Wait(IReadOnlyList<TimelineEvent> facts)
    {
        foreach (var fired in facts.OfType<TimerFired>())
            Lag(fired);
    }
}
