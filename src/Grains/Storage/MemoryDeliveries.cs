using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Storage;

/// <summary>Webhooks that have left the outbox. Its lock is innermost: it may be taken under a session's gate.</summary>
internal sealed class MemoryDeliveries(MemoryStoreOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly SortedSet<(string Project, string Place)> _places = new(ByPlace.Instance);
    private readonly MemoryAgenda _parked = new();
    private readonly MemoryAgenda _gone = new();

    /// <summary>Out of the outbox: its caller has seen to it that it was there.</summary>
    public void Add(WebhookMove move, DateTimeOffset now)
    {
        lock (_gate)
            Put(move, now, claim: 0);
    }

    /// <returns>False: it is not parked, or the claim is another's by now.</returns>
    public bool Move(WebhookMove move, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_held.GetValueOrDefault(move.After.Entry.WebhookId) is not { Delivery.State: DeliveryState.Parked } held || held.Claim != move.Claim)
                return false;
            Put(move, now, held.Claim);
            return true;
        }
    }

    public IReadOnlyList<ClaimedWebhook> Claim(DateTimeOffset now, TimeSpan lease, int most)
    {
        lock (_gate)
        {
            Sweep(now);
            return [.. _parked.UpTo(now, most).Select(id =>
            {
                _parked.Set(id, now + lease);
                var held = _held[id] = _held[id] with { Claim = _held[id].Claim + 1 };
                return new ClaimedWebhook(held.Delivery, held.Claim);
            })];
        }
    }

    public void Keep(IEnumerable<ClaimedWebhook> claims, DateTimeOffset until)
    {
        lock (_gate)
        {
            foreach (var (delivery, claim) in claims)
            {
                var id = delivery.Entry.WebhookId;
                if (_held.GetValueOrDefault(id)?.Claim == claim && _parked.Find(id) < until)
                    _parked.Set(id, until);
            }
        }
    }

    public Delivery? Find(string webhookId, DateTimeOffset now)
    {
        lock (_gate)
        {
            Sweep(now);
            return _held.GetValueOrDefault(webhookId)?.Delivery;
        }
    }

    public IReadOnlyList<Delivery> Page(DeliveryQuery query, DateTimeOffset now)
    {
        lock (_gate)
        {
            Sweep(now);
            // U+FFFF stands behind every place.
            var (start, end) = (DeliveryPlace.Start(query) ?? "\uffff", DeliveryPlace.End(query));
            return [.. _places.GetViewBetween((query.ProjectId, start), (query.ProjectId, end))
                .Where(row => row.Place != start)
                .Select(row => _held[DeliveryPlace.IdOf(row.Place)].Delivery)
                .Where(delivery => DeliveryPlace.Matches(query, delivery))
                .Take(query.Limit)];
        }
    }

    public bool Redeliver(string webhookId, DateTimeOffset due)
    {
        lock (_gate)
        {
            if (_held.GetValueOrDefault(webhookId) is not { Delivery.State: DeliveryState.Dead } held)
                return false;
            var delivery = held.Delivery with { State = DeliveryState.Parked, Used = 0, NextAt = due, RevivedAt = due };
            _held[webhookId] = held with { Delivery = delivery, Claim = held.Claim + 1 };
            _gone.Remove(webhookId);
            _parked.Set(webhookId, due);
            return true;
        }
    }

    public int RedeliverDead(string endpoint, DateTimeOffset since, int most, DateTimeOffset first, TimeSpan every)
    {
        lock (_gate)
        {
            var dead = Of(endpoint, DeliveryState.Dead).Where(held => held.Since >= since).OrderBy(held => held.Since).Take(most).ToList();
            for (var number = 0; number < dead.Count; number++)
                Redeliver(dead[number].Delivery.Entry.WebhookId, first + (every * number));
            return dead.Count;
        }
    }

    public (long Parked, long Dead) Count(string endpoint)
    {
        lock (_gate)
            return (Of(endpoint, DeliveryState.Parked).Count(), Of(endpoint, DeliveryState.Dead).Count());
    }

    private IEnumerable<Held> Of(string endpoint, DeliveryState state) =>
        _held.Values.Where(held => held.Delivery.State == state && held.Delivery.Endpoint == endpoint);

    private void Put(WebhookMove move, DateTimeOffset now, long claim)
    {
        var entry = move.After.Entry;
        _held[entry.WebhookId] = new(move.After, claim, now);
        _places.Add((entry.ProjectId, DeliveryPlace.Of(entry)));
        var (here, there) = move.After.State == DeliveryState.Parked ? (_parked, _gone) : (_gone, _parked);
        here.Set(entry.WebhookId, now + move.For);
        there.Remove(entry.WebhookId);
        if (_gone.Count > options.MostDeliveries)
            Forget(_gone.UpTo(DateTimeOffset.MaxValue, 1)[0]);
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var id in _gone.UpTo(now, int.MaxValue))
            Forget(id);
    }

    private void Forget(string id)
    {
        _gone.Remove(id);
        if (_held.Remove(id, out var held))
            _places.Remove((held.Delivery.Entry.ProjectId, DeliveryPlace.Of(held.Delivery.Entry)));
    }

    /// <param name="Claim">Counts claims: one that is older holds nothing any more.</param>
    /// <param name="Since">When it came into its state.</param>
    private sealed record Held(Delivery Delivery, long Claim, DateTimeOffset Since);

    /// <summary>Within a project, the newest first.</summary>
    private sealed class ByPlace : IComparer<(string Project, string Place)>
    {
        public static readonly ByPlace Instance = new();

        public int Compare((string Project, string Place) x, (string Project, string Place) y) =>
            string.CompareOrdinal(x.Project, y.Project) is var order and not 0 ? order : string.CompareOrdinal(y.Place, x.Place);
    }
}
