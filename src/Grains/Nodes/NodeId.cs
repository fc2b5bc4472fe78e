namespace Orchestrator.Grains.Nodes;

/// <summary>A node's id: its name, and which of its runs. <c>silo-1@133742</c>.</summary>
public static class NodeId
{
    /// <param name="name">The silo's name.</param>
    /// <param name="generation">Of its address: every start has a higher one.</param>
    public static string Of(string name, int generation) => FormattableString.Invariant($"{name}@{generation}");

    public static string Of(ILocalSiloDetails silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return Of(silo.Name, silo.SiloAddress.Generation);
    }
}
