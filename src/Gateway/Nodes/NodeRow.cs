using Orchestrator.Grains.Interfaces.Nodes;

namespace Orchestrator.Gateway.Nodes;

/// <summary>A node of the cluster.</summary>
/// <param name="Id">Its name, and which of its runs: <c>node_id</c> of webhooks.</param>
/// <param name="Status">joining, active, leaving or gone.</param>
/// <param name="Answers">Whether it answered within a second; what follows is null if not.</param>
/// <param name="Connects">Connects that live there; null: it runs no calls.</param>
/// <param name="Legs">Legs on its plane; null: it has no plane.</param>
/// <param name="MemoryBytes">What its process keeps in physical memory.</param>
public sealed record NodeRow(
    string Id, string Name, NodeStatus Status, bool Answers, long? Connects, int? Legs, DateTimeOffset? StartedAt, long? MemoryBytes, string? Version)
{
    internal static NodeRow Of(NodeView view) => new(
        view.Id, view.Name, view.Status, view.Figures is not null,
        view.Figures?.Connects, view.Figures?.Legs, view.Figures?.StartedAt, view.Figures?.MemoryBytes, view.Figures?.Version);
}
