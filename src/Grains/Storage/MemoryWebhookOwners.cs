namespace Orchestrator.Grains.Storage;

/// <summary>
/// Owners with pending webhooks, and until when somebody looks after them. Its lock is innermost: it may be taken under a session's
/// gate.
/// </summary>
internal sealed class MemoryWebhookOwners
{
    private readonly Lock _gate = new();
    private readonly MemoryAgenda _keptUntil = new();

    /// <param name="add">Whether an owner that is not here has pending webhooks now; otherwise it is passed over.</param>
    public void Keep(IEnumerable<string> owners, DateTimeOffset until, bool add)
    {
        lock (_gate)
        {
            foreach (var owner in owners)
            {
                var before = _keptUntil.Find(owner);
                if (before < until || (before is null && add))
                    _keptUntil.Set(owner, until);
            }
        }
    }

    public void Remove(string owner)
    {
        lock (_gate)
            _keptUntil.Remove(owner);
    }

    public IReadOnlyList<string> Claim(DateTimeOffset now, TimeSpan lease, int most)
    {
        lock (_gate)
        {
            var owners = _keptUntil.UpTo(now, most);
            foreach (var owner in owners)
                _keptUntil.Set(owner, now + lease);

            return owners;
        }
    }
}
