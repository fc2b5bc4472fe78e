using System.Diagnostics;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// What of the outboxes is pending in this silo, by lane, by id and by owner. Everything in it goes when its last event is done, so it is
/// as large as what is pending. Not thread-safe: its owner holds a lock.
/// </summary>
internal sealed class LaneBook(EndpointBook endpoints)
{
    private readonly Dictionary<LaneKey, WebhookLane> _lanes = [];
    private readonly Dictionary<string, PendingOwner> _owners = [];
    private readonly HashSet<string> _ids = [];

    public int Lanes => _lanes.Count;

    public int Pending => _ids.Count;

    public IEnumerable<Task> Runs => _lanes.Values.Select(lane => lane.Run);

    public IReadOnlyList<string> Owners => [.. _owners.Keys];

    /// <param name="seenAt">When the entry was committed, by the clock of timestamps; null: it is another one's, perhaps.</param>
    /// <returns>The lane, when it is new and its loop has to be started.</returns>
    public WebhookLane? Add(OutboxEntry entry, ActivityContext trace, long? seenAt)
    {
        if (!_ids.Add(entry.WebhookId))
            return null;

        if (!_owners.TryGetValue(entry.OwnerId, out var owner))
            _owners.Add(entry.OwnerId, owner = new());
        owner.Pending++;
        var key = LaneKey.Of(entry);
        var known = _lanes.TryGetValue(key, out var lane);
        lane ??= Open(key, seenAt);
        lane.Waiting.Enqueue(new(entry, trace, owner));
        lane.Endpoint?.Came();
        return known ? null : lane;
    }

    /// <returns>The lane's next event; null: it has none, and is closed.</returns>
    public PendingWebhook? Next(WebhookLane lane)
    {
        if (lane.Waiting.TryDequeue(out var pending))
            return pending;

        _lanes.Remove(lane.Key);
        if (lane.Endpoint is { } endpoint)
            endpoints.Leave(endpoint);
        return null;
    }

    /// <returns>
    /// Whom to tell, outside the lock, that nothing of the event's owner is pending any more; null: something is, or nobody asked.
    /// </returns>
    public TaskCompletionSource? Done(WebhookLane lane, PendingWebhook pending)
    {
        _ids.Remove(pending.Entry.WebhookId);
        lane.Endpoint?.Went();
        if (--pending.Owner.Pending > 0)
            return null;

        _owners.Remove(pending.Entry.OwnerId);
        return pending.Owner.Idle;
    }

    public Task WhenIdle(string ownerId) => _owners.TryGetValue(ownerId, out var owner)
        ? (owner.Idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
        : Task.CompletedTask;

    private WebhookLane Open(LaneKey key, long? seenAt)
    {
        var endpoint = OutboundUrl.TryCreate(key.Url.Reveal(), out var target) ? endpoints.Enter(new(key.ProjectId, target.Origin)) : null;
        var lane = new WebhookLane(key, target, endpoint) { SeenAt = seenAt };
        _lanes.Add(key, lane);
        return lane;
    }
}
