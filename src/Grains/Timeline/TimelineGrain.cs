using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Timeline;

/// <summary>
/// Reads a session for whoever asks. It has no state: reads need not wait for each other. Orleans runs an enumeration beside other
/// calls anyway and asks for the next element again and again, so a grain that is followed stays active; it must not be a
/// stateless worker, for every one of those calls has to reach the same activation.
/// </summary>
[Reentrant]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class TimelineGrain(ICallStore store) : Grain, ITimelineGrain
{
    private SessionReader Session => field ??= new(store, this.GetPrimaryKeyString());

    public Task<ConnectView?> Connect(string projectId, string connectId) => Session.Connect(projectId, connectId);

    public Task<CallView?> Call(string projectId, string callId) => Session.Call(projectId, callId);

    public Task<IReadOnlyList<TimelineEntry>?> Read(string projectId, string id, long after) => Session.Read(projectId, id, after);

    public IAsyncEnumerable<TimelineEntry> Follow(string projectId, string id, long after, CancellationToken cancellationToken = default) =>
        Session.Follow(projectId, id, after, cancellationToken);
}
