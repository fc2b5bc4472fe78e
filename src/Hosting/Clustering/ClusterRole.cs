namespace Orchestrator.Hosting.Clustering;

/// <summary>What a silo does in its cluster.</summary>
public enum ClusterRole
{
    /// <summary>Runs calls and carries their legs.</summary>
    All,

    /// <summary>Runs calls; their legs are carried by plane nodes.</summary>
    Engine,

    /// <summary>Carries legs, and runs nothing.</summary>
    Plane,
}
