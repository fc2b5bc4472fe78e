using System.Globalization;

namespace Orchestrator.Chaos.Checks;

/// <summary>
/// What the planes saw, against what the store says: no leg on the wire that the store does not know, none left up, no bridge but the
/// winner's, and nothing done before it was decided.
/// </summary>
internal sealed class WireCheck
{
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, WireLeg> _legs = [];
    private readonly HashSet<string> _lost = [];

    /// <param name="journals">One file a plane node, over all of its lives.</param>
    public WireCheck(IEnumerable<string> journals)
    {
        foreach (var journal in journals.Where(File.Exists))
            Read(journal);
    }

    public int Legs => _legs.Count;

    /// <summary>Legs that went with their plane.</summary>
    public int Lost => _lost.Count;

    /// <summary>Legs of sessions that the store knows nothing about, and legs that are still up.</summary>
    public IEnumerable<(string Session, string Broken)> Alone(IReadOnlySet<string> sessions)
    {
        foreach (var (id, leg) in _legs)
        {
            var session = id.Split('_')[1];
            if (!sessions.Contains(session))
                yield return (session, $"leg {id} was on the wire, and the store knows no such session");
            if (!leg.Ended && !_lost.Contains(id))
                yield return (session, $"leg {id} is still up on the wire");
            else if (!leg.Released && !_lost.Contains(id))
                yield return (session, $"leg {id} is still remembered by its plane");
        }
    }

    public IEnumerable<string> Of(Story story)
    {
        foreach (var leg in story.Legs)
        {
            if (!_legs.TryGetValue(leg.Key, out var wire))
                continue;
            if (wire.Planes > 1)
                yield return $"leg {leg.Key} was on {wire.Planes} planes";
            if (wire.LetGoAt is { } letGo && leg.FirstOrDefault(line => line.Kind == "call.ended") is { } end && end.At > letGo + ClocksDiffer)
                yield return $"leg {leg.Key} was let go {(end.At - letGo).TotalMilliseconds:0} ms before it was over";
        }

        var peers = story.Legs.SelectMany(leg => _legs.TryGetValue(leg.Key, out var wire) ? wire.Bridges : []).ToList();
        if (peers.Select(peer => peer.Peer).Distinct().Count() > 1)
            yield return $"has {peers.Count} bridges on the wire: {string.Join(", ", peers.Select(peer => peer.Peer))}";
        var winner = story.All("connect.leg_won").FirstOrDefault();
        foreach (var (at, peer) in peers)
        {
            if (winner is null || !peer.EndsWith(string.Create(CultureInfo.InvariantCulture, $"_{winner.Number("leg")}"), StringComparison.Ordinal))
                yield return $"{peer} was bridged and had not won";
            else if (winner.At > at + ClocksDiffer)
                yield return $"{peer} was bridged before it had won";
        }
    }

    private void Read(string journal)
    {
        var up = new HashSet<string>();
        foreach (var line in File.ReadLines(journal))
        {
            if (line.Split('\t') is not [var at, var what, var name, var id, var peer])
                continue; // cut off in the middle by a kill
            if (what == "begun")
            {
                _lost.UnionWith(up);
                up.Clear();
                continue;
            }

            var leg = _legs.GetValueOrDefault(id);
            switch (what, name)
            {
                case ("told", "Dial" or "StartCaller") when up.Add(id):
                    if (leg is null) _legs.Add(id, leg = new WireLeg());
                    leg.Planes++;
                    break;
                case ("refused", "Dial" or "StartCaller") when leg is not null:
                    // Released before, and remembered: an order that came late does not begin it again.
                    up.Remove(id);
                    if (--leg.Planes == 0) _legs.Remove(id);
                    break;
                case ("told", "Bridge"):
                    leg?.Bridges.Add((At(at), peer));
                    break;
                case ("refused", "Bridge"):
                    leg?.Bridges.RemoveAll(bridge => bridge.Peer == peer);
                    break;
                case ("told", "Cancel" or "HangUp") when leg is { LetGoAt: null }:
                    leg.LetGoAt = At(at);
                    break;
                case ("happened", "Ended") when leg is not null:
                    leg.Ended = true;
                    break;
                case ("told", "Release") when leg is not null:
                    leg.Released = true;
                    up.Remove(id);
                    break;
            }
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private sealed class WireLeg
    {
        public int Planes { get; set; }

        public bool Ended { get; set; }

        public bool Released { get; set; }

        /// <summary>When the engine told it to end.</summary>
        public DateTimeOffset? LetGoAt { get; set; }

        public List<(DateTimeOffset At, string Peer)> Bridges { get; } = [];
    }
}
