namespace Orchestrator.Grains.Interfaces.Nodes;

/// <summary>Who is in the cluster, and what each does; any silo that runs calls answers. Key: 0.</summary>
[Alias("orchestrator.IClusterGrain")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <returns>One for each name, its latest run, in order of names.</returns>
    [Alias("Nodes")]
    Task<IReadOnlyList<NodeView>> Nodes();
}

/// <summary>What one node knows of itself; its key is the node's id. It runs there or nowhere.</summary>
[Alias("orchestrator.INodeGrain")]
public interface INodeGrain : IGrainWithStringKey
{
    [Alias("Figures"), ResponseTimeout("00:00:01")]
    Task<NodeFigures> Figures();
}
