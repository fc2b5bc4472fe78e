using System.Text;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>Joins and parts two legs.</summary>
internal static class Bridging
{
    /// <summary>Both gates are taken in the order of the ids, so that two commands never wait for each other; media are joined outside.</summary>
    public static async ValueTask<CommandResult> Join(SipLeg leg, SipLeg peer, PlaneParts parts)
    {
        if (leg == peer) return Refusal.Gone($"found leg {leg.Id} twice, expected two legs");
        LocalLink? link;
        CommandResult refusal;
        var (first, second) = string.CompareOrdinal(leg.Id, peer.Id) < 0 ? (leg, peer) : (peer, leg);
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                link = LinkInside(leg, peer, parts, out refusal);
            }
        }

        if (link is null) return refusal;
        if (link.TryBegin()) link.End(await leg.Media.Join(peer.Media).ConfigureAwait(false));
        var joined = await link.Joined.ConfigureAwait(false);
        if (joined.Problem is not { } problem) return CommandResult.Done;
        link.Break();
        return leg.IsUp && peer.IsUp ? Refusal.Unsupported(problem) : Refusal.Gone(problem);
    }

    /// <summary>This plane's half: the other leg is another node's, and its word is the engine's to bring.</summary>
    public static async ValueTask<CommandResult> JoinAcross(SipLeg leg, BridgeAcross half, PlaneParts parts)
    {
        BridgeLink? link;
        lock (leg.Gate)
        {
            if (leg.WhyNotAnswered() is { } notUp) return Refusal.Gone(notUp);
            link = leg.Bridge;
            if (link?.PeerOf(leg) != half.PeerLegId)
            {
                if (OtherBridge(leg) is { } conflict)
                {
                    parts.Desk.CountBridgeConflict();
                    return Refusal.Gone(conflict);
                }

                parts.Desk.CountBridge();
                leg.Bridge = link = new HalfLink(half.PeerLegId, parts);
            }
        }

        var joined = await leg.Media.JoinAcross(half.PeerLegId, Encoding.UTF8.GetBytes(half.PeerMedia ?? "")).ConfigureAwait(false);
        if (joined.Problem is not { } problem) return CommandResult.Done with { Media = Encoding.UTF8.GetString(joined.Description.Span) };
        // This one: by now the leg may stand in another.
        link.Break();
        return leg.IsUp ? Refusal.Unsupported(problem) : Refusal.Gone(problem);
    }

    /// <param name="peer">Null: not a leg of this plane.</param>
    public static async ValueTask<CommandResult> Part(SipLeg leg, string peerId, SipLeg? peer)
    {
        if (leg.Bridge is not { } bridge || bridge.PeerOf(leg) != peerId) return CommandResult.Done;
        if (bridge is LocalLink local) await local.Joined.ConfigureAwait(false);
        if (bridge.Break() && leg.IsUp && peer is null or { IsUp: true }) await leg.Media.Part(peer?.Media).ConfigureAwait(false);
        return CommandResult.Done;
    }

    private static LocalLink? LinkInside(SipLeg leg, SipLeg peer, PlaneParts parts, out CommandResult refusal)
    {
        refusal = default;
        if ((leg.WhyNotAnswered() ?? peer.WhyNotAnswered()) is { } notUp)
        {
            refusal = Refusal.Gone(notUp);
            return null;
        }

        if (leg.Bridge is LocalLink standing && standing.Other(leg) == peer) return standing;
        if ((OtherBridge(leg) ?? OtherBridge(peer)) is { } conflict)
        {
            parts.Desk.CountBridgeConflict();
            refusal = Refusal.Gone(conflict);
            return null;
        }

        var link = new LocalLink(leg, peer, parts);
        parts.Desk.CountBridge();
        leg.Bridge = link;
        peer.Bridge = link;
        return link;
    }

    private static string? OtherBridge(SipLeg leg) =>
        leg.Bridge is { } bridge ? $"leg {leg.Id} is bridged to {bridge.PeerOf(leg)}" : null;
}
