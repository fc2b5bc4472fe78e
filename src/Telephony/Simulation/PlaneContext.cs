using System.Collections.Concurrent;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Delivery;
using Orchestrator.Telephony.Simulation.Legs;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Simulation;

/// <summary>What all legs of a plane share.</summary>
internal sealed class PlaneContext(PlaneClock clock, CancellationToken stopping)
{
    private IPlaneListener? _listener;
    private int _legsUp;
    private int _bridges;
    private int _bridgeConflicts;
    private long _faults;

    public PlaneClock Clock => clock;

    public CancellationToken Stopping => stopping;

    public ConcurrentDictionary<string, SimulatedLeg> Legs { get; } = new(StringComparer.Ordinal);

    public ReleasedLegs Released { get; } = new(clock);

    public InFlight Deliveries { get; } = new();

    /// <summary>Opens the WebSockets of streams; null: this plane opens none.</summary>
    public StreamDoor? Door { get; init; }

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

    public void CountFault(Exception exception)
    {
        LastFault = exception;
        Interlocked.Increment(ref _faults);
    }
}
