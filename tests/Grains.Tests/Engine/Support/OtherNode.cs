using Orchestrator.Grains.Interfaces.Planes;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>
/// A second node that carries calls, as far as the engine can tell: of callers who wait in a chosen queue it is told that they are there. Commands to
/// it come to the one plane that there is, each leg of which knows only its own half of such a bridge.
/// </summary>
internal sealed class OtherNode(Func<ITelephonyPlane> plane) : IOutgoingGrainCallFilter
{
    public const string Id = "node-2";

    /// <summary>Whose waiting callers it carries.</summary>
    public string? Queue { get; set; }

    /// <summary>What its plane is about to be told; may hold it back.</summary>
    public Func<PlaneCommand, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Grain is IWaitGrain && context.Request.GetArgumentCount() == 1 && context.Request.GetArgument(0) is BeginWait begin && begin.QueueName == Queue)
            context.Request.SetArgument(0, begin with { NodeId = Id });
        if (context.Grain is IPlaneGrain && context.TargetId.Key.ToString() == Id && context.Request.GetArgument(0) is PlaneCommand command)
        {
            await Before(command);
            context.Result = await plane().Execute(command);
        }
        else
        {
            await context.Invoke();
        }
    }

    /// <summary>The cluster's nodes, and this one.</summary>
    public INodes Beside(INodes nodes) => new Nodes(nodes);

    private sealed class Nodes(INodes inner) : INodes
    {
        public string Own => inner.Own;

        public IReadOnlyList<string> WithPlane => inner.WithPlane;

        public bool IsGone(string nodeId) => nodeId != Id && inner.IsGone(nodeId);

        public SiloAddress? SiloOf(string nodeId) => inner.SiloOf(nodeId);
    }
}
