using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Telemetry;

public sealed partial class EngineInstruments
{
    /// <summary>Of those who wait, and of what the API has done on a call, only the timers are measured; how they fare is in their events.</summary>
    internal void Timers(IReadOnlyList<TimelineEvent> facts)
    {
        foreach (var fired in facts.OfType<TimerFired>())
            Lag(fired);
    }
}
