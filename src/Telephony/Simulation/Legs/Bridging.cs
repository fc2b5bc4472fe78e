using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>Joins and parts two legs.</summary>
internal static class Bridging
{
    /// <summary>Both gates are taken in the order of the ids, so that two commands never wait for each other.</summary>
    public static CommandResult Join(SimulatedLeg leg, SimulatedLeg peer, PlaneContext context)
    {
        if (leg == peer) return Refusal.Gone($"found leg {leg.Id} twice, expected two legs");
        leg.Wake();
        peer.Wake();
        var (first, second) = string.CompareOrdinal(leg.Id, peer.Id) < 0 ? (leg, peer) : (peer, leg);
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                return JoinInside(leg, peer, context);
            }
        }
    }

    /// <summary>This plane's half: the other leg is another node's, and its word is the engine's to bring.</summary>
    public static CommandResult JoinAcross(SimulatedLeg leg, BridgeAcross half, string nodeId, PlaneContext context)
    {
        leg.Wake();
        lock (leg.Gate)
        {
            if (leg.WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
            if (leg.Bridge is not HalfLink standing || standing.PeerOf(leg) != half.PeerLegId)
            {
                if (OtherBridge(leg) is { } conflict)
                {
                    context.CountBridgeConflict();
                    return Refusal.Gone(conflict);
                }

                standing = new HalfLink(half.PeerLegId, context);
                context.CountBridge();
                leg.Bridge = standing;
            }

            standing.PeerMedia = half.PeerMedia ?? standing.PeerMedia;
            return CommandResult.Done with { Media = $"sim:{nodeId}/{leg.Id}" };
        }
    }

    public static CommandResult Part(SimulatedLeg leg, string peerId)
    {
        lock (leg.Gate)
        {
            if (leg.Bridge is { } bridge && bridge.PeerOf(leg) == peerId) bridge.Break();
            return CommandResult.Done;
        }
    }

    private static CommandResult JoinInside(SimulatedLeg leg, SimulatedLeg peer, PlaneContext context)
    {
        if (leg.WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
        if (peer.WhyNotAnswered() is { } peerNotUp) return Refusal.Gone(peerNotUp);
        if (leg.Bridge is { } standing && standing.PeerOf(leg) == peer.Id) return CommandResult.Done;
        if ((OtherBridge(leg) ?? OtherBridge(peer)) is { } conflict)
        {
            context.CountBridgeConflict();
            return Refusal.Gone(conflict);
        }

        var link = new LocalLink(leg, peer, context);
        context.CountBridge();
        leg.Bridge = link;
        peer.Bridge = link;
        return CommandResult.Done;
    }

    private static string? OtherBridge(SimulatedLeg leg) =>
        leg.Bridge is { } bridge ? $"leg {leg.Id} is bridged to {bridge.PeerOf(leg)}" : null;
}
