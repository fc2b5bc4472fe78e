using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Interfaces.Planes;

/// <summary>
/// The plane of one node, for whoever is on another; its key is the node's id. It runs on that node or nowhere: once the node is gone,
/// calling it fails.
/// </summary>
[Alias("orchestrator.IPlaneGrain")]
public interface IPlaneGrain : IGrainWithStringKey
{
    /// <summary>Idempotent by leg id, as the command itself.</summary>
    [Alias("Execute"), ResponseTimeout("00:00:05")]
    Task<CommandResult> Execute([Immutable] PlaneCommand command);

    /// <summary>Whether new callers may be brought up here: not while the node is about to stop.</summary>
    [Alias("TakesCallers"), ResponseTimeout("00:00:01")]
    Task<bool> TakesCallers();
}
