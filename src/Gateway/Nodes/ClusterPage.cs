namespace Orchestrator.Gateway.Nodes;

/// <summary>All nodes; a list like every other, of one page.</summary>
/// <param name="Dashboard">Where Orleans' own dashboard is; null: there is none, or not for this project.</param>
public sealed record ClusterPage(IReadOnlyList<NodeRow> Data, string? NextCursor, bool HasMore, string? Dashboard);
