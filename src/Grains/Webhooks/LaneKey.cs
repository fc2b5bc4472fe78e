using Orchestrator.Grains.Storage;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What keeps order: the events of one call or connect for one URL of one project go one after another; those of different lanes
/// know nothing of each other.
/// </summary>
public readonly record struct LaneKey(string ProjectId, CallbackUrl Url, string OwnerId)
{
    public static LaneKey Of(OutboxEntry entry) => new(entry.ProjectId, entry.Url, entry.OwnerId);
}
