namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// This silo's endpoints. One that nobody uses is remembered for its circuit's sake, until there are too many: who writes URLs must not
/// fill our memory with hosts.
/// </summary>
internal sealed class EndpointBook(WebhookOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EndpointKey, Endpoint> _endpoints = [];
    private readonly LinkedList<Endpoint> _unused = [];
    private readonly SemaphoreSlim _silo = new(options.InFlightPerSilo);

    public IReadOnlyList<Endpoint> All
    {
        get
        {
            lock (_gate)
                return [.. _endpoints.Values];
        }
    }

    public Endpoint Enter(EndpointKey key)
    {
        lock (_gate)
        {
            if (!_endpoints.TryGetValue(key, out var endpoint))
                _endpoints.Add(key, endpoint = new(key, options, _silo, time));
            if (endpoint.Unused is { } place)
                _unused.Remove(place);
            endpoint.Unused = null;
            endpoint.Users++;
            return endpoint;
        }
    }

    public void Leave(Endpoint endpoint)
    {
        lock (_gate)
        {
            if (--endpoint.Users > 0)
                return;
            endpoint.Unused = _unused.AddLast(endpoint);
            while (_endpoints.Count > options.Endpoints && _unused.First is { } oldest)
            {
                _unused.RemoveFirst();
                _endpoints.Remove(oldest.Value.Key);
            }
        }
    }

    public void Dispose() => _silo.Dispose();
}
