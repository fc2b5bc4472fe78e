namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// A leg that hears another one. Two legs of one plane hold the same link, and either one can break it without asking the other: a broken
/// link is no bridge. Of a bridge across nodes each plane has a link of its own.
/// </summary>
internal abstract class BridgeLink(PlaneContext context)
{
    private int _broken;

    public bool Stands => Volatile.Read(ref _broken) == 0;

    /// <summary>The leg at the other end, seen from this one.</summary>
    public abstract string PeerOf(SimulatedLeg leg);

    public void Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) == 0) context.CountUnbridge();
    }
}

internal sealed class LocalLink(SimulatedLeg first, SimulatedLeg second, PlaneContext context) : BridgeLink(context)
{
    public override string PeerOf(SimulatedLeg leg) => leg == first ? second.Id : first.Id;
}

/// <summary>This plane's half of a bridge across nodes.</summary>
internal sealed class HalfLink(string peerId, PlaneContext context) : BridgeLink(context)
{
    /// <summary>Where the other half takes audio; null: not told yet, so nothing is heard.</summary>
    public string? PeerMedia { get; set; }

    public override string PeerOf(SimulatedLeg leg) => peerId;
}
