using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Planes;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Planes;

/// <summary>The planes of all nodes, this one's called directly: a session's legs are carried by one of them, wherever its grains run.</summary>
public sealed class Planes(INodes nodes, IGrainFactory grains, PlaneDrain drain, IServiceProvider services)
{
    private readonly ITelephonyPlane? _own = services.GetService<ITelephonyPlane>();

    /// <summary>
    /// Chooses the node that carries a new session's legs: this one if it can, otherwise one that the session's name picks, so that
    /// sessions spread evenly. A node that is about to stop is passed over, and one that does not answer.
    /// </summary>
    /// <exception cref="NoPlaneException">None takes callers now.</exception>
    public async ValueTask<string> Choose(string session)
    {
        if (_own is not null && !drain.HasBegun)
            return _own.NodeId;
        foreach (var node in Rendezvous.Order(session, nodes.WithPlane))
        {
            if (node != nodes.Own && await Takes(node))
                return node;
        }

        throw new NoPlaneException();
    }

    /// <summary>Of a node that is gone no leg is known.</summary>
    /// <exception cref="Exception">The node does not answer, or is not known yet: to be tried again.</exception>
    public async ValueTask<CommandResult> Execute(string nodeId, PlaneCommand command)
    {
        if (_own?.NodeId == nodeId)
            return await _own.Execute(command);
        return IsGone(nodeId)
            ? new CommandResult(CommandOutcome.UnknownLeg, "the node that carried it is gone")
            : await grains.GetGrain<IPlaneGrain>(nodeId).Execute(command);
    }

    public bool IsGone(string nodeId) => _own?.NodeId != nodeId && nodes.IsGone(nodeId);

    private async Task<bool> Takes(string node)
    {
        try
        {
            return await grains.GetGrain<IPlaneGrain>(node).TakesCallers();
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return false;
        }
    }
}
