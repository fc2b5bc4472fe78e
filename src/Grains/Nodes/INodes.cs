namespace Orchestrator.Grains.Nodes;

/// <summary>
/// The processes of the cluster as this one knows them. A node's id names one run of a process: after a restart it is another node,
/// because the plane that carried its legs is gone.
/// </summary>
public interface INodes
{
    /// <summary>This one.</summary>
    string Own { get; }

    /// <summary>Those that have a plane and are up, in no order.</summary>
    IReadOnlyList<string> WithPlane { get; }

    /// <summary>
    /// Whether that node will never be heard of again. False in doubt: what is asked of a node that has just gone fails, and is asked
    /// again.
    /// </summary>
    bool IsGone(string nodeId);

    /// <summary>Where the node's grains run; null: nowhere any more, or not known yet.</summary>
    SiloAddress? SiloOf(string nodeId);
}
