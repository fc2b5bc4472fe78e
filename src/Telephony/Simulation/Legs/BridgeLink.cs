namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// Two legs that hear each other. Both hold the same link, and either one can break it without asking the other: a broken link is no
/// bridge.
/// </summary>
internal sealed class BridgeLink(SimulatedLeg first, SimulatedLeg second, PlaneContext context)
{
    private int _broken;

    public bool Stands => Volatile.Read(ref _broken) == 0;

    public SimulatedLeg PeerOf(SimulatedLeg leg) => leg == first ? second : first;

    public void Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) == 0) context.CountUnbridge();
    }
}
