using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Nodes;
using Orchestrator.Telephony.Port;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Nodes;

/// <summary>This node's figures. A node may run calls, carry their legs, or both; it counts what it has.</summary>
[OnItsNode, Reentrant]
internal sealed class NodeGrain(IServiceProvider services) : Grain, INodeGrain
{
    private static readonly string Version = typeof(NodeGrain).Assembly.GetName().Version?.ToString(3) ?? "";
    private static readonly DateTimeOffset Started = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public Task<NodeFigures> Figures() => Task.FromResult(new NodeFigures(
        services.GetService<EngineServices>()?.Instruments.ConnectsActive,
        services.GetService<ITelephonyPlane>()?.LegsUp,
        Started,
        Environment.WorkingSet,
        Version));
}
