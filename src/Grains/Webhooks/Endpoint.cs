namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The requests in flight to one origin. A request takes its endpoint's slot first and the silo's after that, so an endpoint that
/// holds all of its slots has no place in the silo's queue beyond those.
/// </summary>
internal sealed class Endpoint(string origin, int slots, SemaphoreSlim silo) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(slots);

    public string Origin => origin;

    /// <summary>Lanes that lead here; the last one out takes the endpoint along.</summary>
    public int Lanes { get; set; }

    public async ValueTask<Slot> Enter(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            await silo.WaitAsync(cancellationToken);
        }
        catch
        {
            _slots.Release();
            throw;
        }

        return new(this);
    }

    public void Dispose() => _slots.Dispose();

    private void Leave()
    {
        silo.Release();
        _slots.Release();
    }

    /// <summary>One request in flight, until disposed.</summary>
    public readonly struct Slot(Endpoint endpoint) : IDisposable
    {
        public void Dispose() => endpoint.Leave();
    }
}
