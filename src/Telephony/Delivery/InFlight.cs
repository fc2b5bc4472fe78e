namespace Orchestrator.Telephony.Delivery;

/// <summary>Counts deliveries that are under way, so that a plane that stops can wait for them.</summary>
public sealed class InFlight
{
    private readonly TaskCompletionSource _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One for the plane itself, given back by <see cref="Land"/>.</summary>
    private int _count = 1;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0) _landed.TrySetResult();
    }

    /// <summary>Completes when no delivery is under way. Called once.</summary>
    public Task Land()
    {
        Leave();
        return _landed.Task;
    }
}
