using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Delivery;

/// <summary>What every plane has, whatever carries its legs: its listener, its clock, its journal, what it counts.</summary>
public class PlaneDesk(PlaneClock clock, CancellationToken stopping)
{
    private IPlaneListener? _listener;
    private int _legsUp;
    private int _bridges;
    private int _bridgeConflicts;
    private long _faults;

    public PlaneClock Clock => clock;

    public CancellationToken Stopping => stopping;

    public ReleasedLegs Released { get; } = new(clock);

    public InFlight Deliveries { get; } = new();

    public Action<PlaneRecord>? Journal { get; set; }

    public IPlaneListener Listener =>
        _listener ?? throw new InvalidOperationException("A plane needs a listener before its first command.");

    public int LegsUp => Volatile.Read(ref _legsUp);

    public int Bridges => Volatile.Read(ref _bridges);

    public int BridgeConflicts => Volatile.Read(ref _bridgeConflicts);

    public long Faults => Interlocked.Read(ref _faults);

    public Exception? LastFault { get; private set; }

    public void Listen(IPlaneListener listener)
    {
        if (Interlocked.CompareExchange(ref _listener, listener, null) is not null)
            throw new InvalidOperationException("A plane has one listener, named once.");
    }

    public void CountLegUp() => Interlocked.Increment(ref _legsUp);

    public void CountLegDown() => Interlocked.Decrement(ref _legsUp);

    public void CountBridge() => Interlocked.Increment(ref _bridges);

    public void CountUnbridge() => Interlocked.Decrement(ref _bridges);

    public void CountBridgeConflict() => Interlocked.Increment(ref _bridgeConflicts);

    /// <summary>Owned: it never faults, and the plane waits for it when it stops.</summary>
    public async void Work(Func<Task> work)
    {
        Deliveries.Enter();
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CountFault(exception);
        }
        finally
        {
            Deliveries.Leave();
        }
    }

    public void CountFault(Exception exception)
    {
        LastFault = exception;
        Interlocked.Increment(ref _faults);
    }
}
