using System.Collections.Concurrent;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Simulation.Legs;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Simulation;

/// <summary>What all legs of a simulated plane share.</summary>
internal sealed class PlaneContext(PlaneClock clock, CancellationToken stopping) : PlaneDesk(clock, stopping)
{
    public ConcurrentDictionary<string, SimulatedLeg> Legs { get; } = new(StringComparer.Ordinal);

    public required string NodeId { get; init; }

    /// <summary>Opens the WebSockets of streams; null: this plane opens none.</summary>
    public StreamDoor? Door { get; init; }
}
