using Polly.CircuitBreaker;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// One origin of one project: its requests in flight and its circuit. A request takes its endpoint's slot first and the silo's after that,
/// so an endpoint that holds all of its slots has no place in the silo's queue beyond those: none crowds out the others.
/// </summary>
internal sealed class Endpoint
{
    private readonly SlotGate _slots;
    private readonly SemaphoreSlim _silo;
    private readonly Circuit _circuit;
    private int _waiting;

    public Endpoint(EndpointKey key, WebhookOptions options, SemaphoreSlim silo, TimeProvider time)
    {
        Key = key;
        _silo = silo;
        _slots = new(options.InFlightPerEndpoint);
        _circuit = new(options, _slots, time);
    }

    public EndpointKey Key { get; }

    public CircuitState Circuit => _circuit.State;

    /// <summary>Who holds it: lanes and parked events that lead here.</summary>
    public int Users { get; set; }

    /// <summary>Its place among those that nobody uses.</summary>
    public LinkedListNode<Endpoint>? Unused { get; set; }

    /// <summary>Events that wait for it, or are on their way.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Came() => Interlocked.Increment(ref _waiting);

    public void Went() => Interlocked.Decrement(ref _waiting);

    /// <param name="isOwed">Asked when there is a slot: that may have taken its time.</param>
    /// <param name="stopping">Ends the wait for a slot.</param>
    /// <returns>Null: it is not owed any more, and no attempt was made.</returns>
    public async Task<WebhookResult?> Run(Func<ValueTask<bool>> isOwed, Func<Task<WebhookResult>> attempt, CancellationToken stopping)
    {
        await _slots.Enter(stopping);
        try
        {
            await _silo.WaitAsync(stopping);
            try
            {
                // Not cancelled by who stops: what runs may end.
                return await isOwed() ? await _circuit.Run(attempt, CancellationToken.None) : null;
            }
            finally
            {
                _silo.Release();
            }
        }
        finally
        {
            _slots.Leave();
        }
    }
}

/// <param name="Origin">Scheme, host and port.</param>
internal readonly record struct EndpointKey(string ProjectId, string Origin);
