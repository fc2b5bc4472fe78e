using System.Diagnostics;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What is pending in this silo, by lane, by id and by owner. Everything in it goes when its last event is done, so it is as large
/// as what is pending. Not thread-safe: its owner holds a lock.
/// </summary>
internal sealed class LaneBook(WebhookOptions options) : IDisposable
{
    private readonly Dictionary<LaneKey, WebhookLane> _lanes = [];
    private readonly Dictionary<string, Endpoint> _endpoints = [];
    private readonly Dictionary<string, Owner> _owners = [];
    private readonly HashSet<string> _ids = [];
    private readonly SemaphoreSlim _silo = new(options.InFlightPerSilo);

    public int Lanes => _lanes.Count;

    public IEnumerable<Task> Runs => _lanes.Values.Select(lane => lane.Run);

    /// <returns>The lane, when it is new and its loop has to be started.</returns>
    public WebhookLane? Add(OutboxEntry entry, ActivityContext trace)
    {
        if (!_ids.Add(entry.WebhookId))
            return null;

        if (!_owners.TryGetValue(entry.OwnerId, out var owner))
            _owners.Add(entry.OwnerId, owner = new());
        owner.Pending++;
        var key = LaneKey.Of(entry);
        var known = _lanes.TryGetValue(key, out var lane);
        lane ??= Open(key);
        lane.Waiting.Enqueue(new(entry, trace));
        return known ? null : lane;
    }

    /// <returns>The lane's next event; null: it has none, and is closed.</returns>
    public PendingWebhook? Next(WebhookLane lane)
    {
        if (lane.Waiting.TryDequeue(out var pending))
            return pending;

        Close(lane);
        return null;
    }

    /// <returns>
    /// Whom to tell, outside the lock, that nothing of the event's owner is pending any more; null: something is, or nobody asked.
    /// </returns>
    public TaskCompletionSource? Done(OutboxEntry entry)
    {
        _ids.Remove(entry.WebhookId);
        var owner = _owners[entry.OwnerId];
        if (--owner.Pending > 0)
            return null;

        _owners.Remove(entry.OwnerId);
        return owner.Idle;
    }

    public Task WhenIdle(string ownerId) => _owners.TryGetValue(ownerId, out var owner)
        ? (owner.Idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
        : Task.CompletedTask;

    public void Dispose() => _silo.Dispose();

    private WebhookLane Open(LaneKey key)
    {
        Endpoint? endpoint = null;
        if (WebhookTarget.TryCreate(key.Url, out var target))
        {
            if (!_endpoints.TryGetValue(target.Origin, out endpoint))
                _endpoints.Add(target.Origin, endpoint = new(target.Origin, options.InFlightPerEndpoint, _silo));
            endpoint.Lanes++;
        }

        var lane = new WebhookLane(key, target, endpoint);
        _lanes.Add(key, lane);
        return lane;
    }

    private void Close(WebhookLane lane)
    {
        _lanes.Remove(lane.Key);
        if (lane.Endpoint is not { } endpoint || --endpoint.Lanes > 0)
            return;

        _endpoints.Remove(endpoint.Origin);
        endpoint.Dispose();
    }

    private sealed class Owner
    {
        public int Pending { get; set; }
        public TaskCompletionSource? Idle { get; set; }
    }
}
