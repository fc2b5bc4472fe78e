using System.Collections.Concurrent;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Storage;

/// <summary>Webhooks after their commit.</summary>
public sealed partial class MemoryCallStore
{
    private readonly MemoryDeliveries _deliveries = new(options);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _mutes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, string>> _reports = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (byte[] Keys, long Version)> _keys = new(StringComparer.Ordinal);

    public ValueTask<bool> MoveWebhook(WebhookMove move, CancellationToken cancellationToken = default)
    {
        var entry = move.After.Entry;
        var session = Look(CallIds.SessionOf(entry.OwnerId));
        var moved = move.Claim == 0 ? TakeOut(session, move) : _deliveries.Move(move, time.GetUtcNow());
        if (moved && move.Claim != 0 && session is not null)
        {
            lock (session.Gate)
            {
                if (!session.IsDropped)
                    session.Timeline.Append(move.Lines);
            }
        }

        DropWhatIsOver();
        return new(moved);
    }

    public ValueTask<IReadOnlyList<ClaimedWebhook>> ClaimParked(TimeSpan lease, int most, CancellationToken cancellationToken = default) =>
        new(_deliveries.Claim(time.GetUtcNow(), lease, most));

    public ValueTask KeepParked(
        IReadOnlyCollection<ClaimedWebhook> claims, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        _deliveries.Keep(claims, time.GetUtcNow() + lease);
        return default;
    }

    public ValueTask<Delivery?> FindDelivery(string webhookId, CancellationToken cancellationToken = default) =>
        new(_deliveries.Find(webhookId, time.GetUtcNow()));

    public ValueTask<IReadOnlyList<Delivery>> Deliveries(DeliveryQuery query, CancellationToken cancellationToken = default) =>
        new(_deliveries.Page(query, time.GetUtcNow()));

    public ValueTask<bool> Redeliver(string webhookId, CancellationToken cancellationToken = default) =>
        new(_deliveries.Redeliver(webhookId, time.GetUtcNow()));

    public ValueTask<int> RedeliverDead(
        string endpoint, DateTimeOffset since, int most, TimeSpan every, CancellationToken cancellationToken = default) =>
        new(_deliveries.RedeliverDead(endpoint, since, most, time.GetUtcNow(), every));

    public ValueTask Mute(string endpoint, TimeSpan forTime, CancellationToken cancellationToken = default)
    {
        if (forTime > TimeSpan.Zero)
            _mutes[endpoint] = time.GetUtcNow() + forTime;
        else
            _mutes.TryRemove(endpoint, out _);
        return default;
    }

    public ValueTask<IReadOnlyDictionary<string, TimeSpan>> Muted(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        foreach (var over in _mutes.Where(mute => mute.Value <= now))
            _mutes.TryRemove(over);
        return new(_mutes.ToDictionary(mute => mute.Key, mute => mute.Value - now));
    }

    public ValueTask NoteEndpoint(string endpoint, string silo, string report, CancellationToken cancellationToken = default)
    {
        // One process holds no more of them than its sender does; what is older makes room.
        if (_reports.Count >= options.MostDeliveries && !_reports.ContainsKey(endpoint))
            _reports.TryRemove(_reports.Keys.First(), out _);
        _reports.GetOrAdd(endpoint, static _ => new(StringComparer.Ordinal))[silo] = report;
        return default;
    }

    public ValueTask<EndpointFacts> Endpoint(string endpoint, CancellationToken cancellationToken = default)
    {
        var (parked, dead) = _deliveries.Count(endpoint);
        return new(new EndpointFacts(
            parked, dead, _reports.TryGetValue(endpoint, out var reports) ? reports.ToDictionary() : new Dictionary<string, string>()));
    }

    public ValueTask<(byte[]? Keys, long Version)> LoadKeys(string projectId, CancellationToken cancellationToken = default) =>
        new(_keys.TryGetValue(projectId, out var held) ? (held.Keys, held.Version) : (null, 0));

    public ValueTask<bool> SaveKeys(
        string projectId, long expectedVersion, byte[] keys, CancellationToken cancellationToken = default)
    {
        var next = (keys, expectedVersion + 1);
        return new(expectedVersion == 0
            ? _keys.TryAdd(projectId, next)
            : _keys.TryGetValue(projectId, out var held) && held.Version == expectedVersion && _keys.TryUpdate(projectId, next, held));
    }

    private bool TakeOut(MemorySession? session, WebhookMove move)
    {
        if (session is null)
            return false;

        lock (session.Gate)
        {
            var entry = move.After.Entry;
            if (session.IsDropped || !session.Settle(entry))
                return false;

            _deliveries.Add(move, time.GetUtcNow());
            session.Timeline.Append(move.Lines);
            if (!session.HasPending(entry.OwnerId))
                _owners.Remove(entry.OwnerId);
            Rank(session);
            return true;
        }
    }
}
