using System.Collections.Concurrent;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Simulation.Legs;

namespace Orchestrator.Telephony.Simulation;

/// <summary>What all legs of a simulated plane share.</summary>
internal sealed class PlaneContext(PlaneClock clock, CancellationToken stopping) : PlaneDesk(clock, stopping)
{
    public ConcurrentDictionary<string, SimulatedLeg> Legs { get; } = new(StringComparer.Ordinal);
}
