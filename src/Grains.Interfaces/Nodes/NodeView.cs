using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Nodes;

/// <summary>A process of the cluster as the others see it, and what it says of itself.</summary>
/// <param name="Id">Its name, and which of its runs: as <c>node_id</c> of webhooks has it.</param>
/// <param name="Status">What the others have agreed on.</param>
/// <param name="Figures">Null: it is not up, or did not answer within a second.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.NodeView")]
public sealed record NodeView(string Id, string Name, NodeStatus Status, NodeFigures? Figures);

/// <summary>How much a node carries now, over all projects.</summary>
/// <param name="Connects">Connects that are not over and live there; null: it runs no calls.</param>
/// <param name="Legs">Legs on its plane that have not ended; null: it has no plane.</param>
/// <param name="StartedAt">When its process began, by its own clock.</param>
/// <param name="MemoryBytes">What its process keeps in physical memory.</param>
/// <param name="Version">Of its program.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.NodeFigures")]
public sealed record NodeFigures(long? Connects, int? Legs, DateTimeOffset StartedAt, long MemoryBytes, string Version);

[JsonConverter(typeof(SnakeCaseEnumConverter<NodeStatus>))]
public enum NodeStatus
{
    Joining,
    Active,

    /// <summary>It stops, in good order.</summary>
    Leaving,

    /// <summary>It has stopped, or the others have declared it dead; none of its name has come since.</summary>
    Gone,
}
