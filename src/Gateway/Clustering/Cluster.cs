using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Nodes;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway.Clustering;

/// <summary>
/// The questions this room asks of grains. Every one of them may be repeated, and is: see <see cref="Perseverance"/>.
/// </summary>
internal sealed class Cluster(IGrainFactory grains, Perseverance perseverance)
{
    public Task<StartConnectResult> StartConnect(string callId, StartConnect request, CancellationToken aborted) => perseverance.Ask(
        () =>
        {
            var attempt = request;
            request = request with { IsNew = false }; // of a second attempt nobody knows
            return grains.GetGrain<ICallGrain>(callId).StartConnect(attempt);
        },
        aborted);

    public Task<CancelConnectOutcome> Cancel(string project, string connectId, CancellationToken aborted) =>
        End(() => grains.GetGrain<IConnectGrain>(connectId).Cancel(project), CancelConnectOutcome.AlreadyEnded, CancelConnectOutcome.Ended, aborted);

    public Task<CallCommandOutcome> End(string callId, Func<ICallGrain, Task<CallCommandOutcome>> end, CancellationToken aborted) =>
        End(() => end(grains.GetGrain<ICallGrain>(callId)), CallCommandOutcome.Ended, CallCommandOutcome.Done, aborted);

    public Task<ConnectView?> Connect(string project, string connectId, CancellationToken aborted) =>
        CallIds.IsConnect(connectId) ? perseverance.Ask(() => Timeline(connectId).Connect(project, connectId), aborted) : Task.FromResult<ConnectView?>(null);

    public Task<CallView?> Call(string project, string callId, CancellationToken aborted) =>
        CallIds.IsCall(callId) ? perseverance.Ask(() => Timeline(callId).Call(project, callId), aborted) : Task.FromResult<CallView?>(null);

    /// <param name="id">A call's or a connect's, known to be well formed.</param>
    /// <returns>All entries so far, oldest first; null: no such call or connect in this project.</returns>
    public Task<IReadOnlyList<TimelineEntry>?> Read(string project, string id, CancellationToken aborted) =>
        perseverance.Ask(() => Timeline(id).Read(project, id, after: 0), aborted);

    /// <inheritdoc cref="ITimelineGrain.Follow"/>
    public IAsyncEnumerable<TimelineEntry> Follow(string project, string id, long after, CancellationToken cancellation) =>
        Timeline(id).Follow(project, id, after, cancellation);

    public Task<IReadOnlyList<ListRow>> List(ListQuery query, CancellationToken aborted) =>
        perseverance.Ask(() => grains.GetGrain<IDirectoryGrain>(0).List(query), aborted);

    public Task<IReadOnlyList<NodeView>> Nodes(CancellationToken aborted) =>
        perseverance.Ask(() => grains.GetGrain<IClusterGrain>(0).Nodes(), aborted);

    public Task<QueueView?> Queue(string project, string name, CancellationToken aborted) =>
        perseverance.Ask(() => grains.GetGrain<IQueueGrain>(CallIds.Queue(project, name)).View(project), aborted);

    public Task<IReadOnlyList<QueueMember>?> QueueMembers(string project, string name, CancellationToken aborted) =>
        perseverance.Ask(() => grains.GetGrain<IQueueGrain>(CallIds.Queue(project, name)).Members(project), aborted);

    /// <summary>Asks any silo for nothing, once: it answers if it can answer anything, store or no store.</summary>
    public Task Touch() => grains.GetGrain<IDirectoryGrain>(0).List(new ListQuery("", ListKind.Call, null, null, null, null, null, Limit: 0));

    public Task<T> Address<T>(string key, Func<IAddressGrain, Task<T>> question, CancellationToken aborted) =>
        perseverance.Ask(() => question(grains.GetGrain<IAddressGrain>(key)), aborted);

    /// <summary>Asks a leg; <paramref name="question"/> may be asked again.</summary>
    public Task<T> Leg<T>(string callId, Func<ICallGrain, Task<T>> question, CancellationToken aborted) =>
        perseverance.Ask(() => question(grains.GetGrain<ICallGrain>(callId)), aborted);

    /// <summary>Asks what the API has done on a call; <paramref name="question"/> may be asked again.</summary>
    public Task<T> Control<T>(string id, Func<IControlGrain, Task<T>> question, CancellationToken aborted) =>
        perseverance.Ask(() => question(grains.GetGrain<IControlGrain>(id)), aborted);

    public ProjectWebhooks Webhooks(string project, CancellationToken aborted) =>
        new(grains.GetGrain<IWebhookGrain>(project), perseverance, aborted);

    /// <summary>Of something that is over when it is asked again: the attempt whose answer was lost may be what has ended it.</summary>
    private async Task<T> End<T>(Func<Task<T>> question, T isOver, T done, CancellationToken aborted)
        where T : struct, Enum
    {
        var attempts = 0;
        var outcome = await perseverance.Ask(
            () =>
            {
                attempts++;
                return question();
            },
            aborted);
        return attempts > 1 && outcome.Equals(isOver) ? done : outcome;
    }

    private ITimelineGrain Timeline(string id) => grains.GetGrain<ITimelineGrain>(CallIds.SessionOf(id));
}
