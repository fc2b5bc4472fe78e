using Orchestrator.Grains.Interfaces.Planes;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Planes;

/// <summary>This node's plane, for the grains of other silos. It keeps nothing, so commands may run side by side.</summary>
[OnItsNode, Reentrant]
internal sealed class PlaneGrain(ITelephonyPlane plane, PlaneDrain drain) : Grain, IPlaneGrain
{
    public Task<CommandResult> Execute(PlaneCommand command) => plane.Execute(command).AsTask();

    public Task<bool> TakesCallers() => Task.FromResult(!drain.HasBegun);
}
