using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>
/// Reads what happened in one session; its key is the session. <c>id</c> is a call's or a connect's of that session: only its
/// entries are shown. A session of another project is as good as none: null.
/// </summary>
[Alias("orchestrator.ITimelineGrain")]
public interface ITimelineGrain : IGrainWithStringKey
{
    [Alias("Connect")]
    Task<ConnectView?> Connect(string projectId, string connectId);

    [Alias("Call")]
    Task<CallView?> Call(string projectId, string callId);

    /// <returns>Entries after sequence <paramref name="after"/>, oldest first; null: no such call or connect.</returns>
    [Alias("Read")]
    Task<IReadOnlyList<TimelineEntry>?> Read(string projectId, string id, long after);

    /// <summary>Like <see cref="Read"/>, and goes on as entries come, until nothing more is to come.</summary>
    [Alias("Follow")]
    IAsyncEnumerable<TimelineEntry> Follow(string projectId, string id, long after, CancellationToken cancellationToken = default);
}
